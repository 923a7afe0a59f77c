// Proof of work: find a decimal nonce such that SHA-256("TOKEN:nonce") begins with enough zero bits.
// It runs on the page's own thread in short slices: a Worker's address is a Trusted Types sink, and the policy of these
// pages creates no policy at all, so browsers refuse every Worker (seen in Chromium 156).
// SHA-256 is written out here because crypto.subtle answers through a promise each time: some fifty times slower for this use.

const K = new Uint32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
  0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
  0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
  0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
  0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
  0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);
const START = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
const schedule = new Uint32Array(64);

/** Mixes one 64-byte block at `at` of `bytes` into `state` (FIPS 180-4, 6.2.2). */
function compress(state: Uint32Array, bytes: Uint8Array, at: number): void {
  const w = schedule;
  for (let i = 0, p = at; i < 16; i++, p += 4) {
    w[i] = (bytes[p]! << 24) | (bytes[p + 1]! << 16) | (bytes[p + 2]! << 8) | bytes[p + 3]!;
  }
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15]!, y = w[i - 2]!;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = (w[i - 16]! + s0 + w[i - 7]! + s1) | 0;
  }
  let a = state[0]! | 0, b = state[1]! | 0, c = state[2]! | 0, d = state[3]! | 0;
  let e = state[4]! | 0, f = state[5]! | 0, g = state[6]! | 0, h = state[7]! | 0;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i]! + w[i]!) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  state[0]! += a; state[1]! += b; state[2]! += c; state[3]! += d;
  state[4]! += e; state[5]! += f; state[6]! += g; state[7]! += h;
}

/** `text` as UTF-8, padded to whole blocks (FIPS 180-4, 5.1.1). */
function padded(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(text);
  const out = new Uint8Array((((bytes.length + 8) >> 6) + 1) << 6);
  out.set(bytes);
  out[bytes.length] = 0x80;
  // Lengths stay far below 2^29 bytes, so that the upper half of the 64-bit count is zero.
  new DataView(out.buffer).setUint32(out.length - 4, bytes.length * 8);
  return out;
}

/** SHA-256 of `text` as eight 32-bit words. */
export function sha256(text: string): Uint32Array {
  const state = new Uint32Array(START);
  const bytes = padded(text);
  for (let at = 0; at < bytes.length; at += 64) compress(state, bytes, at);
  return state;
}

/** How many zero bits the hash begins with, 0 to 256. */
export function leadingZeroBits(hash: Uint32Array): number {
  let bits = 0;
  for (const word of hash) {
    if (word !== 0) return bits + Math.clz32(word);
    bits += 32;
  }
  return bits;
}

/** A search that can be done in pieces. `step(n)` tries `n` nonces and returns the answer, or undefined to go on. */
export class Search {
  #next = 0;
  #digits = 0;
  #bytes = new Uint8Array(0);
  #prefix_bytes: number;
  #fixed = new Uint32Array(START);
  #fixed_bytes = 0;
  #state = new Uint32Array(8);

  constructor(readonly token: string, readonly bits: number) {
    this.#prefix_bytes = new TextEncoder().encode(`${token}:`).length;
  }

  step(tries: number): string | undefined {
    for (; tries > 0; tries--) {
      const nonce = String(this.#next++);
      if (nonce.length !== this.#digits) this.#lay(nonce);
      else for (let i = 0; i < nonce.length; i++) this.#bytes[this.#prefix_bytes + i] = nonce.charCodeAt(i);
      this.#state.set(this.#fixed);
      for (let at = this.#fixed_bytes; at < this.#bytes.length; at += 64) compress(this.#state, this.#bytes, at);
      if (leadingZeroBits(this.#state) >= this.bits) return nonce;
    }
    return undefined;
  }

  /** One more digit: lay the padded bytes out anew, and hash the blocks that no digit touches once and for all. */
  #lay(nonce: string): void {
    this.#digits = nonce.length;
    this.#bytes = padded(`${this.token}:${nonce}`);
    this.#fixed = new Uint32Array(START);
    this.#fixed_bytes = this.#prefix_bytes & ~63;
    for (let at = 0; at < this.#fixed_bytes; at += 64) compress(this.#fixed, this.#bytes, at);
  }
}

/** A slice that a typing person does not notice on a slow phone (a frame is 16 ms). */
const SLICE_MS = 8;
/** The pause between slices while someone types: the phone stays cool and the keyboard quick. */
const PAUSE_MS = 16;
/** So many tries between two looks at the clock: under a millisecond on a slow phone. */
const TRIES_A_LOOK = 100;

/**
 * Solves in slices until done. `hurry()` true (someone waits for the answer) drops the pauses.
 * Resolves to the nonce in decimal. It has no bound: `bits` is the server's, and small.
 */
export async function solve(token: string, bits: number, hurry: () => boolean): Promise<string> {
  const search = new Search(token, bits);
  for (;;) {
    const end = performance.now() + SLICE_MS;
    while (performance.now() < end) {
      const nonce = search.step(TRIES_A_LOOK);
      if (nonce !== undefined) return nonce;
    }
    await new Promise((go) => setTimeout(go, hurry() ? 0 : PAUSE_MS));
  }
}
