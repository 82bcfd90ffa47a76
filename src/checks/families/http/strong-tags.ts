import { createHash } from 'node:crypto';
import { answerOf, headerValues, statusOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { type Exchange, turnOf } from '../../../model/exchange.ts';
import { rootLocation } from '../../../model/location.ts';
import { lasting } from '../../subjects/lasting-values.ts';
import { leavesOutOfTag } from '../../subjects/partial-tags.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';

/** One content of what an address named, with the first answer that had it. */
type Content = { readonly digest: string; readonly exchange: string };

/** The contents that came with one strong tag of one representation. Plain JSON. */
type Tagged = {
  /** What was asked for, by whom and in which form. */
  readonly key: string;
  readonly tag: string;
  readonly operation: string;
  readonly address: string;
  readonly contents: readonly Content[];
};

type State = readonly Tagged[];

/** Two different contents are enough. */
const mostContents = 2;

/** Most tags that are kept. */
const mostTags = 500;

const merge = (a: State, b: State): State => {
  const all = new Map<string, Tagged>();
  for (const one of [...a, ...b]) {
    const key = `${one.key} ${one.tag}`;
    const contents = new Map<string, Content>();
    for (const content of [...(all.get(key)?.contents ?? []), ...one.contents].toSorted((x, y) => turnOf(x.exchange) - turnOf(y.exchange)))
      if (!contents.has(content.digest)) contents.set(content.digest, content);
    all.set(key, { ...one, contents: [...contents.values()].slice(0, mostContents) });
  }
  return [...all]
    .toSorted(([x], [y]) => (x < y ? -1 : 1))
    .map(([, one]) => one)
    .slice(0, mostTags);
};

/** What a whole JSON answer with one strong tag shows; undefined for every other one. */
const taggedIn = (exchange: Exchange): Tagged | undefined => {
  const { request, sent, id } = exchange;
  const { json, unfinished, text } = answerOf(exchange) ?? {};
  const [tag, ...others] = headerValues(exchange, 'ETag');
  const isWhole = sent.method === 'GET' && statusOf(exchange) === 200 && unfinished === undefined && json?.kind === 'value';
  if (!isWhole || text === null || tag === undefined || others.length > 0 || !/^"[^"]+"$/u.test(tag)) return undefined;
  const chosen = sent.headers.filter(([name]) => /^(?:accept|accept-language|accept-encoding|prefer)$/iu.test(name));
  const form = ['Content-Type', 'Content-Encoding', 'Content-Language'].map((field) => headerValues(exchange, field).join());
  const key = JSON.stringify([sent.target, request.credential, chosen, form]);
  const digest = createHash('sha256')
    .update(JSON.stringify(lasting(json.value)))
    .digest('base64url');
  return {
    key,
    tag,
    operation: request.operation ?? 'outside',
    address: `${sent.method} ${sent.target}`,
    contents: [{ digest, exchange: id }],
  };
};

export const strongTagsApart = defineFold<State>({
  id: 'http/strong-tags-apart',
  title: 'Two answers with one strong ETag show the same',
  why: 'A cache keeps showing the old content, and a change on the condition of the ETag overwrites one that its sender never saw.',
  fix: 'Make the ETag from everything that the answer shows, counts and sums included, or from a version that rises with each of them.',
  locations: () => [rootLocation],
  init: () => [],
  step(state, exchange, contract) {
    const one = exchange.request.base === undefined && exchange.request.operation !== null ? taggedIn(exchange) : undefined;
    if (one === undefined || leavesOutOfTag(contract, operationOf(contract, one.operation))) return state;
    const known = state.find(({ key, tag }) => key === one.key && tag === one.tag);
    return known?.contents.some(({ digest }) => digest === one.contents[0]?.digest) ? state : merge(state, [one]);
  },
  merge,
  conclude(state) {
    const twice = state.filter(({ contents }) => contents.length > 1);
    const [first] = twice;
    if (first) {
      const finding = {
        operation: first.operation,
        exchanges: first.contents.map(({ exchange }) => exchange).toReversed(),
        code: 'one-tag-of-two-contents',
        where: 'ETag',
        expected: `another ETag than ${first.tag} of ${first.address}, because it shows something else`,
        actual: `ETag: ${first.tag} with both contents`,
      };
      return { kind: 'fail', judged: state.length, breaches: twice.length, finding };
    }
    return state.length > 0
      ? pass(state.length)
      : { ...inconclusive('No answer with a strong ETag was seen', []), unseen: true, optional: true };
  },
});
