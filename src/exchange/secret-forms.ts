import { credentialAlterations } from '../model/request.ts';
import { alter, canAlter, swapLetterCase } from './alteration.ts';

/** The number of characters that reveal a secret. */
export const gramLength = 8;

/** A secret and everything that is sent instead of it: an altered key reveals nearly all of the key. */
const altered = (secret: string): readonly string[] => [
  secret,
  swapLetterCase(secret),
  ...credentialAlterations.filter((form) => canAlter(secret, form)).map((form) => alter(secret, form)),
];

/**
 * The base64 characters that depend on a secret alone when it starts at an octet offset of 0, 1 or 2 inside the encoded octets. Characters
 * that depend on its neighbours are left out.
 */
const base64Stretches = (secret: string): readonly string[] =>
  [0, 1, 2].flatMap((offset) => {
    const octets = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret, 'utf8')]);
    const stretch = (encoding: 'base64' | 'base64url'): string =>
      octets.toString(encoding).slice(Math.ceil((offset * 8) / 6), Math.floor((octets.length * 8) / 6));
    return [stretch('base64'), stretch('base64url')];
  });

/** The octets of a secret as hexadecimal digits, as dumps show them. */
const hexadecimal = (secret: string): readonly string[] => {
  const digits = Buffer.from(secret, 'utf8').toString('hex');
  return [digits, digits.toUpperCase()];
};

/** Every part of a dump that shows {@link gramLength} octets. Half as many digits are decimal ones too often, and then equal to a number or a moment. */
const dumped = (secret: string): readonly string[] =>
  hexadecimal(secret).flatMap((digits) =>
    Array.from({ length: Math.max(0, digits.length / 2 - gramLength + 1) }, (_none, at) => digits.slice(2 * at, 2 * (at + gramLength))),
  );

export type SecretForms = {
  /** Texts of which every part of {@link gramLength} characters is secret. */
  readonly stretches: readonly string[];
  /** Longer texts, of which no part is secret: what shows {@link gramLength} octets in hexadecimal digits. */
  readonly dumps: readonly string[];
  /** Shorter texts, which are secret as a whole only: a key of eight characters without its last one. */
  readonly wholes: readonly string[];
};

/**
 * Every text by which a secret of {@link gramLength} characters or more can be recognised, including its altered forms where it may be sent
 * in one.
 */
export const secretForms = (secret: string, sent: 'as-it-is' | 'altered-too' = 'altered-too'): SecretForms => {
  const forms = sent === 'as-it-is' ? [secret] : altered(secret);
  // Percent triplets are octets; a secret outside ASCII must be recognised by its octets too.
  const octets = forms.map((form) => Buffer.from(form, 'utf8').toString('latin1'));
  const isStretch = ({ length }: string): boolean => length >= gramLength;
  return {
    stretches: [...new Set([...forms, ...octets, ...forms.flatMap(base64Stretches)].filter(isStretch))],
    dumps: [...new Set(forms.flatMap(dumped))],
    wholes: forms.filter((form) => !isStretch(form)),
  };
};
