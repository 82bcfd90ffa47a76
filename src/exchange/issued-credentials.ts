import type { IssuedPointers } from '../contract/issued.ts';
import { below } from '../contract/pointer.ts';
import type { HeaderPair } from '../model/exchange.ts';
import { issuedMask, redacted } from '../model/mask.ts';
import { type PlannedRequest, valuesOfBody } from '../model/request.ts';
import { credentialsIn } from './credential-like.ts';
import type { Redactor } from './redactor.ts';

/** An answer as received, with its secrets. */
export type Unredacted = {
  readonly status: number;
  readonly headers: readonly HeaderPair[];
  /** Null where the body could not be decoded. */
  readonly text: string | null;
  /** The body as JSON; undefined where it is none. */
  readonly value: unknown;
};

/** Gives the locations where an answer may contain newly issued credentials. */
export type PlacesOf = (status: number, body: unknown) => IssuedPointers;

/**
 * The credentials that the server issued during a run, known outside by handles only. Each is a secret of the redactor before anything of
 * the answer that issues it is kept.
 */
export type IssuedCredentials = {
  /** Makes secrets of the texts of an answer that may be credentials, and gives their handles, the most likely first. */
  take(answer: Unredacted, request: PlannedRequest, places: PlacesOf): readonly string[];
  /** Remembers what was seen in clear text: it was not issued later. */
  saw(answer: Unredacted): void;
  /** Makes a secret of a text, which is recognised everywhere from now on. */
  name(secret: string): void;
  /** The mask of a text at its own location, the same wherever it is named; elsewhere the text is not masked. */
  maskInPlace(secret: string): string;
  /** Remembers what a request contains: values that the run made up, or the document prints, are not secrets. */
  sent(request: PlannedRequest): void;
  /** Did a request of this run contain this text? */
  isOurs(text: string): boolean;
  /** The credential of a handle; undefined for a handle that was never given. */
  secretOf(handle: string): string | undefined;
  /** A text with its handles replaced by the credentials. */
  filled(text: string): string;
};

/** The most texts that are remembered. */
const mostKnown = 200_000;

/**
 * The most credentials with their own handles. Later ones are masked at their location, without a number, so that a target that issues
 * millions of them does not fill the memory.
 */
const mostHandles = 2000;

/** Longer texts are pages for people, and no part of them is used as a value. */
const longestLooked = 4096;

/** A text found in an answer, ranked by how likely it is the issued credential: the lowest number first. */
type Found = { readonly text: string; readonly rank: 0 | 1 | 2 | 3 };

const handlePattern = /\[(issued-\d+)\]/g;

/** Does a text contain the handle of an issued credential, as the redactor writes it? */
export const holdsHandle = (text: string): boolean => /\[issued-\d+\]/.test(text);

/** @param before How many an earlier part of the run has numbered. */
export const createIssuedCredentials = (redactor: Redactor, before = 0): IssuedCredentials => {
  const handles = new Map<string, string>();
  const secrets = new Map<string, string>();
  const known = new Set<string>();
  const looked = new Set<string>();

  const ours = new Set<string>();
  /** Those that are recognised everywhere. */
  const everywhere = new Set<string>();

  const handleOf = (secret: string): string => {
    const given = handles.get(secret);
    if (given !== undefined) return given;
    const handle = `issued-${before + handles.size + 1}`;
    // A substring keeps the whole text in memory; a copy does not.
    const copy = Buffer.from(secret, 'utf16le').toString('utf16le');
    handles.set(copy, handle);
    secrets.set(handle, copy);
    return handle;
  };
  const name = (secret: string, spared: readonly string[]): string => {
    const handle = handleOf(secret);
    if (!everywhere.has(secret)) redactor.addIssued(secret, issuedMask(handle), spared);
    everywhere.add(secret);
    return handle;
  };
  const hasRoom = (secret: string): boolean => handles.size < mostHandles || handles.has(secret);

  const secretOf = (handle: string): string | undefined => secrets.get(handle);

  return {
    secretOf,
    name(secret) {
      if (hasRoom(secret)) name(secret, []);
    },
    maskInPlace: (secret) => (hasRoom(secret) ? issuedMask(handleOf(secret)) : redacted),
    sent(request) {
      eachSent(request, (text) => {
        if (ours.size < mostKnown && text.length <= longestLooked) ours.add(text);
      });
    },
    isOurs: (text) => ours.has(text),
    take(answer, request, placesOf) {
      const places = placesOf(answer.status, answer.value);
      const sent = textsSent(request);
      const isOurs = (text: string): boolean => sent.some((one) => one.includes(text));
      const found = [...markedIn(answer, places), ...foundIn(answer, places)]
        .filter(({ text, rank }) => !redactor.holds(text) && (rank === 0 || (!isOurs(text) && !known.has(text))))
        .toSorted((a, b) => a.rank - b.rank || b.text.length - a.text.length);
      return [...new Set(found.map(({ text }) => name(text, sent)))];
    },
    saw(answer) {
      const isGranted = answer.status >= 200 && answer.status < 300;
      const look = (text: string): void => {
        // The same texts occur thousands of times in a run.
        if (looked.has(text) || looked.size >= mostKnown || text.length > longestLooked) return;
        looked.add(text);
        for (const one of credentialsIn(text, isGranted)) if (!handles.has(one)) known.add(one);
      };
      for (const [, field] of answer.headers) look(field);
      if (answer.value !== undefined) eachText(answer.value, look);
      else if (answer.text !== null) look(answer.text);
    },
    filled: (text) => text.replaceAll(handlePattern, (written, handle: string) => secretOf(handle) ?? written),
  };
};

const eachText = (value: unknown, look: (text: string) => void, which: 'texts' | 'and-numbers' = 'texts'): void => {
  if (typeof value === 'string') look(value);
  else if (typeof value === 'number') {
    if (which === 'and-numbers') look(String(value));
  } else if (Array.isArray(value)) for (const item of value) eachText(item, look, which);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value)) {
      look(name);
      eachText(one, look, which);
    }
  }
};

/** Each text of a JSON value with its pointer: values, and member names with the pointer of their value. */
const textsIn = (value: unknown, at = ''): readonly { readonly text: string; readonly at: string; readonly isName: boolean }[] => {
  if (typeof value === 'string' || typeof value === 'number') return [{ text: String(value), at, isName: false }];
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => textsIn(item, below(at, index)));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => {
    const here = below(at, name);
    return [{ text: name, at: here, isName: true }, ...textsIn(one, here)];
  });
};

/** The texts that the document marks, whatever they look like. */
const markedIn = ({ value }: Unredacted, { marked }: IssuedPointers): readonly Found[] =>
  marked.size === 0
    ? []
    : textsIn(value).flatMap(({ text, at, isName }) => (!isName && text !== '' && marked.has(at) ? [{ text, rank: 0 as const }] : []));

const foundIn = ({ status, headers, text, value }: Unredacted, places: IssuedPointers): readonly Found[] => {
  const isGranted = status >= 200 && status < 300;
  const inBody =
    value === undefined
      ? credentialsIn(text ?? '', isGranted).map((one) => ({ text: one, rank: 2 as const }))
      : textsIn(value)
          .filter(({ at, isName }) => isName || !(places.named.has(at) || places.marked.has(at)))
          .flatMap(({ text: whole, isName }) =>
            credentialsIn(whole, isGranted && !isName).map((one): Found => ({ text: one, rank: one === whole && !isName ? 1 : 2 })),
          );
  const inHead = headers
    .filter(([name]) => !places.headers.has(name.toLowerCase()))
    .flatMap(([, field]) => credentialsIn(field, false).map((one) => ({ text: one, rank: 3 as const })));
  return [...inBody, ...inHead];
};

/** Calls back for each text that a request contains, which is no secret then. A number is its digits. */
const eachSent = ({ path, pathValues, query, headers, parameters = [], body }: PlannedRequest, look: (text: string) => void): void => {
  look(path);
  for (const value of Object.values(pathValues)) look(value);
  for (const [, value] of query) look(value);
  for (const [, value] of headers) look(value);
  for (const { value } of parameters) eachText(value, look, 'and-numbers');
  for (const value of valuesOfBody(body)) eachText(value, look, 'and-numbers');
  if (body?.kind === 'text') look(body.text);
};

const textsSent = (request: PlannedRequest): readonly string[] => {
  const texts: string[] = [];
  eachSent(request, (text) => texts.push(text));
  return texts;
};
