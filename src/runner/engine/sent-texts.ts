import { NotTried } from '../../checks/kit/define.ts';
import { isObject } from '../../contract/pointer.ts';
import { redacted } from '../../model/mask.ts';
import type { PlannedRequest } from '../../model/request.ts';

/** What stood in requests in the place of masks. An exchange has its request as it is recorded, and a request that is built from that has to say what was sent. */
export type SentTexts = {
  /** Call for each request with what its exchange has of it. */
  readonly note: (sent: PlannedRequest, recorded: PlannedRequest) => void;
  /**
   * The request with what was sent, where it holds the recorded form of that: a part of it as it is, or a text with a mask in it. A text that is nothing but a mask may stand for anything that an answer
   * showed, and stays as it is.
   * @throws {NotTried} where a masked text stands for several of those that were sent.
   */
  readonly restored: (request: PlannedRequest) => PlannedRequest;
};

/** The parts of a request that hold values. */
type Part = PlannedRequest['pathValues' | 'query' | 'body'];

/** Nearly no request has a mask, and then nothing is copied. */
const holdsMask = (value: unknown): boolean => {
  if (typeof value === 'string') return value.includes(redacted);
  if (Array.isArray(value)) return value.some(holdsMask);
  return isObject(value) && Object.values(value).some(holdsMask);
};

/** The same value with other texts; what has none of them is the very same. */
const withTexts = (value: unknown, textOf: (text: string) => string): unknown => {
  if (typeof value === 'string') return value.includes(redacted) ? textOf(value) : value;
  if (Array.isArray(value)) {
    const items = value.map((one: unknown) => withTexts(one, textOf));
    return items.every((one, n) => one === value[n]) ? value : items;
  }
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([name, one]) => [name, withTexts(one, textOf)] as const);
  return members.every(([name, one]) => one === value[name]) ? value : Object.fromEntries(members);
};

/** Begins with nothing sent. What it keeps stays in memory, and goes to the target of the run alone. */
export const createSentTexts = (): SentTexts => {
  /** By the masked form; undefined where it stands for several. */
  const known = new Map<string, string | undefined>();
  const whole = new WeakMap<object, Part>();
  const noteIn = (sent: unknown, recorded: unknown): void => {
    if (sent === recorded) return;
    if (typeof sent === 'string' && typeof recorded === 'string') {
      if (recorded !== redacted && recorded.includes(redacted) && !sent.includes(redacted))
        known.set(recorded, known.has(recorded) && known.get(recorded) !== sent ? undefined : sent);
    } else if (Array.isArray(sent) && Array.isArray(recorded)) {
      for (const [n, one] of sent.entries()) noteIn(one, recorded[n]);
    } else if (isObject(sent) && isObject(recorded)) {
      for (const [name, one] of Object.entries(sent)) noteIn(one, recorded[name]);
    }
  };
  const textOf = (masked: string): string => {
    if (!known.has(masked)) return masked;
    const text = known.get(masked);
    if (text === undefined)
      throw new NotTried('unsupported', 'What was sent before is not known any more, because it has a part of a secret');
    return text;
  };
  const noteOf = (own: Part, part: Part): void => {
    if (part === undefined || own === undefined || part === own) return;
    whole.set(part, own);
    noteIn(own, part);
  };
  const sentFor = <P extends Part>(part: P): P => {
    const own = (part && whole.get(part)) ?? part;
    return (holdsMask(own) ? withTexts(own, textOf) : own) as P;
  };
  return {
    note(sent, recorded) {
      noteOf(sent.pathValues, recorded.pathValues);
      noteOf(sent.query, recorded.query);
      noteOf(sent.body, recorded.body);
    },
    restored(request) {
      const pathValues = sentFor(request.pathValues);
      const query = sentFor(request.query);
      const body = sentFor(request.body);
      if (pathValues === request.pathValues && query === request.query && body === request.body) return request;
      return { ...request, pathValues, query, ...(body === undefined ? {} : { body }) };
    },
  };
};
