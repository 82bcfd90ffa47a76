import type { ToldVocabulary } from '../contract/infer/told-vocabularies.ts';

/** Texts in the form of a set that are none of it: names that the IANA Time Zone Database has not, and codes that ISO 3166-1 and ISO 4217 assign to nothing. */
const outside: Readonly<Record<Exclude<ToldVocabulary, 'check-digit' | 'https'>, readonly string[]>> = {
  'time-zone': ['Europe/Atlantis', 'Mars/Olympus'],
  country: ['ZZ', 'ZZZ', 'zz', 'zzz'],
  currency: ['ZZZ', 'zzz'],
};

/** Texts with one digit changed, by which every check digit of one place or two no longer fits. */
const mistyped = (usual: string): readonly string[] => {
  const at = usual.search(/\d(?=\D*$)/u);
  if (at < 0) return [];
  return [`${usual.slice(0, at)}${(Number(usual[at]) + 1) % 10}${usual.slice(at + 1)}`];
};

/** Texts that a closed set has not, near a usual one, in the order of preference. */
export const outsideVocabulary = (vocabulary: ToldVocabulary, usual: unknown): readonly string[] => {
  if (vocabulary === 'check-digit') return typeof usual === 'string' ? mistyped(usual) : [];
  if (vocabulary === 'https') return typeof usual === 'string' && /^https:/iu.test(usual) ? [usual.replace(/^https/iu, 'http')] : [];
  return outside[vocabulary];
};
