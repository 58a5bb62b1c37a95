/** Sounds as telephone systems take them: WAV, one channel, 16 bits. */

export const RATE = 16_000;

/** A WAV file of these samples (-1 to 1). */
export function encodeWav(samples: Float32Array, rate: number): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const word = (at: number, text: string) => [...text].forEach((char, n) => view.setUint8(at + n, char.charCodeAt(0)));
  word(0, "RIFF");
  view.setUint32(4, 36 + samples.length * 2, true);
  word(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, n) => {
    const bounded = Math.max(-1, Math.min(1, sample));
    view.setInt16(44 + n * 2, Math.round(bounded * 32_767), true);
  });
  return view.buffer;
}

/** Several channels as one, each as loud as the others. */
export function mixed(channels: readonly Float32Array[]): Float32Array {
  const [first] = channels;
  if (!first || channels.length === 1) return first ?? new Float32Array();
  return first.map((_, n) => channels.reduce((sum, channel) => sum + (channel[n] ?? 0), 0) / channels.length);
}

const isWav = (head: Uint8Array): boolean => new TextDecoder().decode(head.slice(0, 4)) === "RIFF";

/** Whatever this browser can play, as WAV; a WAV file stays as it is. Throws for what it cannot read. */
export async function asWav(file: Blob): Promise<Blob> {
  const bytes = await file.arrayBuffer();
  if (isWav(new Uint8Array(bytes))) return new Blob([bytes], { type: "audio/wav" });
  const decoded = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(bytes);
  const channels = Array.from({ length: decoded.numberOfChannels }, (_, n) => decoded.getChannelData(n));
  return new Blob([encodeWav(mixed(channels), decoded.sampleRate)], { type: "audio/wav" });
}
