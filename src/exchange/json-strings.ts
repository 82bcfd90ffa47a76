import { type Standing, standingBelow } from './secret-standing.ts';

/** A string of a JSON text, without its quotes but with its escapes. */
export type JsonString = { readonly start: number; readonly end: number; readonly standing: Standing };

type Frame = { readonly isObject: boolean; readonly standing: Standing; name: string | undefined; expectsName: boolean };

const nameIn = (text: string, start: number, end: number): string => {
  const written = text.slice(start, end);
  if (!written.includes('\\')) return written;
  try {
    return String(JSON.parse(`"${written}"`));
  } catch {
    return written;
  }
};

/** Every string value of a JSON text, in order; names are left out. */
export const allStrings = (text: string): readonly JsonString[] => stringsOf(text, () => true);

/**
 * The strings of a JSON text under a secret name, in order; the text must be valid JSON. So the text can be masked at the same positions as
 * its value and stays unchanged elsewhere. Takes linear time.
 */
export const namedStrings = (text: string): readonly JsonString[] => stringsOf(text, (standing) => standing !== 'open');

const stringsOf = (text: string, wanted: (standing: Standing) => boolean): readonly JsonString[] => {
  const found: JsonString[] = [];
  const frames: Frame[] = [];
  const standingHere = (): Standing => {
    const frame = frames.at(-1);
    return frame === undefined ? 'open' : standingBelow(frame.standing, frame.isObject ? (frame.name ?? '') : undefined);
  };
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const frame = frames.at(-1);
    if (code === 0x22) {
      const start = at + 1;
      for (at = start; at < text.length && text.charCodeAt(at) !== 0x22; at++) if (text.charCodeAt(at) === 0x5c) at += 1;
      if (frame?.expectsName) {
        frame.name = nameIn(text, start, at);
        frame.expectsName = false;
      } else {
        const standing = standingHere();
        if (wanted(standing)) found.push({ start, end: at, standing });
      }
    } else if (code === 0x7b || code === 0x5b) {
      const isObject = code === 0x7b;
      frames.push({ isObject, standing: standingHere(), name: undefined, expectsName: isObject });
    } else if (code === 0x7d || code === 0x5d) frames.pop();
    else if (code === 0x2c && frame) frame.expectsName = frame.isObject;
  }
  return found;
};
