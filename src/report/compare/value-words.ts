import { isObject } from '../../model/json.ts';

/** What is deeper is left out: nobody can follow it in a line. */
const mostSteps = 8;

const scalarWords = (value: unknown): string => {
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (typeof value !== 'string') return JSON.stringify(value) ?? 'null';
  return value === '' ? 'empty text' : value;
};

const isNested = (value: unknown): boolean => typeof value === 'object' && value !== null;

const wordsAt = (value: unknown, steps: number): string => {
  if (typeof value !== 'object' || value === null) return scalarWords(value);
  if (steps >= mostSteps) return '…';
  if (Array.isArray(value)) {
    if (value.length === 0) return 'none';
    const words = value.map((item) => wordsAt(item, steps + 1));
    // What has members of its own is told from what is around it.
    const apart = steps === 0 ? words : words.map((one, at) => (isNested(value[at]) ? `(${one})` : one));
    return apart.join(value.some(isNested) ? '; ' : ', ');
  }
  const members = Object.entries(value).map(([name, member]) => {
    const words = wordsAt(member, steps + 1);
    return isObject(member) ? `${name} (${words})` : `${name}: ${words}`;
  });
  return members.length === 0 ? 'no members' : members.join(steps === 0 ? '; ' : ', ');
};

/** A value of JSON as words for people: `status: 404; members: code, message`, `yes`, `none` for an empty list. */
export const valueWords = (value: unknown): string => wordsAt(value, 0);

/** Media types as people call them. */
const mediaTypes: Readonly<Record<string, string>> = {
  'application/json': 'JSON',
  'application/problem+json': 'problem JSON',
  'application/xml': 'XML',
  'text/html': 'HTML',
  'text/plain': 'plain text',
};

/** An answer in fewer characters, for a narrow column: `404 JSON` for `404 application/json`. Other texts stay as they are. */
export const shortAnswer = (value: string): string => {
  const [, status, type] = /^(\d{3}) (\S+\/\S+)$/u.exec(value) ?? [];
  const name = type === undefined ? undefined : mediaTypes[type];
  return status === undefined || name === undefined ? value : `${status} ${name}`;
};
