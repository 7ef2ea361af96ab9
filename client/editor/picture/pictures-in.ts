/**
 * The pictures in what is pasted or dropped: files that can be put in a text, and how many more there are that the browser
 * does not give (a picture between words of Word, or one of another website). Excel and Word put a picture of copied cells and
 * words beside the cells and words themselves: that is no picture.
 */
export function picturesIn(data: DataTransfer | null): { files: File[]; left: number } {
  if (data === null) return { files: [], left: 0 }
  const files = [...data.files].filter(({ type }) => type.startsWith('image/'))
  const html = data.getData('text/html')
  if (html === '') return { files: data.getData('text/plain') === '' ? files : [], left: 0 }
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  // Our own pictures come with their ids.
  const images = body.querySelectorAll('img:not([data-picture])').length
  const hasWords = (body.textContent ?? '').trim() !== '' || body.querySelector('table') !== null
  if (images === 0) return { files: [], left: 0 }
  return hasWords || files.length === 0 ? { files: [], left: images } : { files, left: 0 }
}
