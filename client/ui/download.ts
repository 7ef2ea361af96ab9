/** Starts a download in the browser. */
export function downloadBlob(fileName: string, blob: Blob): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  document.body.append(link)
  link.click()
  link.remove()
  // Some browsers read the address only after the click event.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

export function downloadText({ fileName, text }: { fileName: string; text: string }): void {
  // The byte order mark makes Word and Notepad read the text as UTF-8.
  downloadBlob(fileName, new Blob(['\ufeff', text], { type: 'text/plain;charset=utf-8' }))
}
