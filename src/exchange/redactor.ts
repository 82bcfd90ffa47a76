import { findEscaped } from './escaped-secrets.ts';
import { redacted } from '../model/mask.ts';
import { gramLength, secretForms } from './secret-forms.ts';
import { createSecretIndex } from './secret-index.ts';

/** Removes secrets from everything that leaves the sender. */
export type Redactor = {
  /**
   * The text with every part of 8 or more characters that it shares with a secret replaced by `[secret]`: literally, with JSON or percent
   * escapes (up to two layers), in base64 or base64url at any octet offset, and in hexadecimal digits (two for each octet). Altered forms of a key count as secrets. Shorter secrets
   * are left: `key` or `none` occurs in too much ordinary text. The same text where nothing is found.
   */
  text(text: string): string;
  /** `[secret]`, or its label, where the text is a secret of fewer than 8 characters, else the same text: for separate values. */
  whole(text: string): string;
  /** Is there a secret of fewer than 8 characters? */
  hasShort(): boolean;
  /** Does the text contain a whole secret of 8 or more characters, literally or as JSON writes it? */
  holds(text: string): boolean;
  /** Adds a secret, for everything redacted from now on. */
  add(secret: string): void;
  /**
   * Adds a secret that the server issued. Where a text contains all of it, its label is written, so that two of them can be distinguished
   * and one is recognised again; parts of it that `ours` contains are not secret, nor are those of a moment in it.
   */
  addIssued(secret: string, label: string, ours: readonly string[]): void;
};

/** A moment in seconds or milliseconds since 1970, in the years 2020 to 2033: signed links and tokens tell when they end, which is no secret. */
const moment = /(?<![0-9])1[6-9][0-9]{8}(?:[0-9]{3})?(?![0-9])/g;

type Span = { readonly start: number; end: number };

const merge = (spans: readonly Span[]): readonly Span[] => {
  const merged: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last === undefined || span.start > last.end) merged.push(span);
    else if (span.end > last.end) merged[merged.length - 1] = { start: last.start, end: span.end };
  }
  return merged;
};

const replace = (text: string, spans: readonly Span[], labels: ReadonlyMap<string, string>): string => {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end } of spans) {
    parts.push(text.slice(from, start), labels.get(text.slice(start, end)) ?? redacted);
    from = end;
  }
  return parts.join('') + text.slice(from);
};

/**
 * Takes linear time in the length of a text, however many secrets there are.
 * @param open Words that everybody knows, such as the names in a published document: a part of a secret that stands in one of them is no secret by itself. The
 * whole secret still is, and so is each part of one that has no others: the key `key_of_student_1` leaves the member `student_id` as it is, and the key `student_id` does not.
 */
export const createRedactor = (secrets: readonly string[], open: readonly string[] = []): Redactor => {
  const index = createSecretIndex(open);
  const known = new Set<string>();
  /** Secrets of fewer than 8 characters, with the label for a text that is one. */
  const short = new Map<string, string>();
  const labels = new Map<string, string>();
  const add = (secret: string): void => {
    if (secret.length < gramLength) {
      if (secret !== '') short.set(secret, redacted);
      return;
    }
    known.add(secret).add(JSON.stringify(secret).slice(1, -1));
    const { stretches, dumps, wholes } = secretForms(secret);
    for (const stretch of stretches) {
      index.addStretches(stretch);
      if (open.length > 0) index.addWhole(stretch);
    }
    for (const dump of dumps) index.addWhole(dump);
    for (const whole of wholes) short.set(whole, redacted);
  };
  for (const secret of secrets) add(secret);
  const addIssued = (secret: string, label: string, ours: readonly string[]): void => {
    if (secret.length < gramLength) {
      if (secret !== '' && !short.has(secret)) short.set(secret, label);
      return;
    }
    const { stretches, dumps } = secretForms(secret, 'as-it-is');
    const moments = secret.match(moment) ?? [];
    for (const stretch of stretches) index.addStretches(stretch, [...ours, ...moments]);
    for (const dump of dumps) index.addWhole(dump);
    const octets = Buffer.from(secret, 'utf8').toString('utf8');
    const written = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(octets)];
    for (const whole of written) {
      if (!labels.has(whole)) labels.set(whole, label);
      index.addWhole(whole);
    }
  };

  return {
    add,
    addIssued,
    whole: (text) => short.get(text) ?? text,
    hasShort: () => short.size > 0,
    holds(text) {
      for (const secret of known) if (text.includes(secret)) return true;
      return false;
    },
    text: (text) => {
      if (text.length < gramLength) return text;
      const spans: Span[] = [];
      const found = (start: number, end: number): void => {
        const last = spans.at(-1);
        // A secret that is repeated in a long text would otherwise be one span per character.
        if (last !== undefined && start >= last.start && start <= last.end) last.end = Math.max(last.end, end);
        else spans.push({ start, end });
      };
      index.findLiteral(text, found);
      if (text.includes('\\') || text.includes('%')) findEscaped(text, index, found);
      return spans.length === 0 ? text : replace(text, merge(spans), labels);
    },
  };
};
