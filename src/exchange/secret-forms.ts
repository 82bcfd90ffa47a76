import { credentialAlterations } from '../model/request.ts';
import { alter, canAlter, swapLetterCase } from './alteration.ts';

/** Characters of a stretch that gives a secret away. */
export const gramLength = 8;

/** A secret and everything that is sent instead of it: whoever sees an altered key knows nearly all of the key. */
const altered = (secret: string): readonly string[] => [
  secret,
  swapLetterCase(secret),
  ...credentialAlterations.filter((form) => canAlter(secret, form)).map((form) => alter(secret, form)),
];

/**
 * The base64 characters that a secret alone decides when it starts at an octet offset of 0, 1 or 2 inside the encoded octets.
 * Characters that it shares with its neighbours are left off.
 */
const base64Stretches = (secret: string): readonly string[] =>
  [0, 1, 2].flatMap((offset) => {
    const octets = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret, 'utf8')]);
    const stretch = (encoding: 'base64' | 'base64url'): string =>
      octets.toString(encoding).slice(Math.ceil((offset * 8) / 6), Math.floor((octets.length * 8) / 6));
    return [stretch('base64'), stretch('base64url')];
  });

export type SecretForms = {
  /** Texts of which every stretch of {@link gramLength} characters is secret. */
  readonly stretches: readonly string[];
  /** Texts shorter than that, secret where they stand by themselves: a key of eight characters without its last one. */
  readonly wholes: readonly string[];
};

/** Every text by which a secret of {@link gramLength} characters or more can be recognised; its altered forms too where it may be sent in one. */
export const secretForms = (secret: string, sent: 'as-it-is' | 'altered-too' = 'altered-too'): SecretForms => {
  const forms = sent === 'as-it-is' ? [secret] : altered(secret);
  // Percent triplets are octets; a secret outside ASCII must be known by its octets too.
  const octets = forms.map((form) => Buffer.from(form, 'utf8').toString('latin1'));
  const isStretch = ({ length }: string): boolean => length >= gramLength;
  return {
    stretches: [...new Set([...forms, ...octets, ...forms.flatMap(base64Stretches)].filter(isStretch))],
    wholes: forms.filter((form) => !isStretch(form)),
  };
};
