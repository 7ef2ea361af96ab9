// What others did, said to someone who does not see it happen.

export const overwritten = (place: string, name: string | null, value: string) =>
  `${place}: aangepast door ${name ?? 'een ander'}, nu ${value === '' ? 'leeg' : value}.`
export const commented = (name: string, place: string) => `${name} reageerde bij ${place}.`
export const named = (name: string, place: string) =>
  `${name} noemde u in een reactie bij ${place}.`
export const resolved = (name: string, place: string) =>
  `${name} rondde een reactie af bij ${place}.`
export const andMore = (count: number) =>
  `Nog ${count} ${count === 1 ? 'wijziging' : 'wijzigingen'}.`
