export type Latencies = {
  count: number
  medianMs: number
  p95Ms: number
  p99Ms: number
  maxMs: number
}

const fineUs = 10
const fineBins = 100_000
const coarseBins = 60_000

/** Counts times in bins of 10 µs up to a second and of 1 ms up to a minute: a million a second must cost next to nothing. */
export class Histogram {
  readonly #fine = new Uint32Array(fineBins)
  readonly #coarse = new Uint32Array(coarseBins)
  #count = 0
  #maxMs = 0

  add(ms: number, times = 1): void {
    const bin = Math.floor((ms * 1000) / fineUs)
    if (bin < fineBins) this.#fine[bin] = (this.#fine[bin] ?? 0) + times
    else {
      const slow = Math.min(coarseBins - 1, Math.floor(ms))
      this.#coarse[slow] = (this.#coarse[slow] ?? 0) + times
    }
    this.#count += times
    if (ms > this.#maxMs) this.#maxMs = ms
  }

  summary(): Latencies {
    return {
      count: this.#count,
      medianMs: this.#quantile(0.5),
      p95Ms: this.#quantile(0.95),
      p99Ms: this.#quantile(0.99),
      maxMs: this.#maxMs,
    }
  }

  #quantile(quantile: number): number {
    if (this.#count === 0) return Number.NaN
    let left = Math.ceil(quantile * this.#count)
    for (const [bin, count] of this.#fine.entries()) {
      left -= count
      if (left <= 0) return (bin * fineUs) / 1000
    }
    for (const [bin, count] of this.#coarse.entries()) {
      left -= count
      if (left <= 0) return bin
    }
    return this.#maxMs
  }
}
