import { describe, expect, it } from "vitest";
import { asWav, encodeWav, mixed } from "./wav";

describe("a recording", () => {
  it("is a WAV file with one channel of 16 bits", () => {
    const view = new DataView(encodeWav(new Float32Array([0, 1, -1, 2, 0.5]), 16_000));
    const text = (at: number) => String.fromCharCode(...[0, 1, 2, 3].map((n) => view.getUint8(at + n)));
    expect([text(0), text(8), text(12), text(36)]).toEqual(["RIFF", "WAVE", "fmt ", "data"]);
    expect([view.getUint32(4, true), view.getUint16(22, true), view.getUint32(24, true), view.getUint32(40, true)]).toEqual([
      46, 1, 16_000, 10,
    ]);
    expect([0, 1, 2, 3, 4].map((n) => view.getInt16(44 + n * 2, true))).toEqual([0, 32_767, -32_767, 32_767, 16_384]);
  });

  it("has its channels mixed", () => {
    expect([...mixed([new Float32Array([1, 0]), new Float32Array([0, 0.5])])]).toEqual([0.5, 0.25]);
    expect([...mixed([])]).toEqual([]);
  });

  it("stays as it is if it is WAV already", async () => {
    const wav = encodeWav(new Float32Array(4), 8000);
    expect(new Uint8Array(await (await asWav(new Blob([wav]))).arrayBuffer())).toEqual(new Uint8Array(wav));
  });
});
