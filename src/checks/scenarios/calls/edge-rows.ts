import { createRequire } from 'node:module';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isObject } from '../../../contract/pointer.ts';
import { textsOfError } from '../../requests/error-texts.ts';
import type { EdgeValue } from '../../../generators/edge-values.ts';
import { together } from '../../../generators/settings.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { distinctBy, distinctSorted } from '../../../model/json.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { fail, inconclusive, pass, type Unconfirmed, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped, type Skipped } from '../../kit/not-tried.ts';
import { holdsValue } from '../../../model/request.ts';

const native = createRequire(import.meta.url);

/** The package on first use. Its CommonJS bundle has neither names that Node.js finds nor one default that Node.js and bundlers agree on. */
const covering = (): typeof import('covertable') => native('covertable') as typeof import('covertable');

/** A parameter or member at a value that the document names. */
export type Edge = EdgeValue & { readonly member: string };

/** What came of valid requests that together have each edge once. */
export type TriedEdges = {
  /** How many edges an accepted request had. */
  readonly accepted: number;
  /** The accepted requests, each with its edges. */
  readonly done: readonly { readonly row: readonly Edge[]; readonly exchange: Exchange }[];
  /** Edges that were refused alone, in a request that is otherwise the usual one, where another value of the member was accepted. */
  readonly refused: readonly { readonly edge: Edge; readonly exchange: Exchange }[];
  /** The usual request, sent where one was refused. */
  readonly usual: Exchange | undefined;
  readonly others: readonly Exchange[];
  /** Why the rest was not sent. */
  readonly notTried?: Skipped | undefined;
};

/** The most requests that have several edges at once. */
const mostRows = 8;

/** The most edges that are tried alone after a refusal. */
const mostAlone = 12;

/** Statuses that refuse a value (RFC 9110, sections 15.5.1, 15.5.15 and 15.5.21). */
const refusing = [400, 414, 422];

const isRefused = (exchange: Exchange): boolean => refusing.includes(statusOf(exchange) ?? 0);

/** The most requests that are made for pairs alone. */
const mostPairRows = 12;

/** The most members, and edges of each, whose pairs are covered: more would only make rows that are not sent. */
const mostPaired = 8;
const mostEdgesPaired = 3;

/**
 * Rows in which each two edges of different members, and each edge without another member, come together at least once: mistakes that need two values are
 * nearly as common as those that need one.
 */
const pairRows = <E extends Edge>(edges: readonly E[]): readonly (readonly E[])[] => {
  const members = [...new Set(edges.map(({ member }) => member))].slice(0, mostPaired);
  if (members.length < 2) return [];
  const factors = members.map((name) => [undefined, ...edges.filter(({ member }) => member === name).slice(0, mostEdgesPaired)]);
  return covering()
    .make(factors)
    .map((row) => row.filter((edge) => edge !== undefined));
};

/** How many rows there are at the most; it takes no time, as planning asks for every operation. */
export const mostEdgeRows = (edges: readonly Edge[], inPairs = true): number =>
  Math.min(together(edges).length, mostRows) + (inPairs ? mostPairRows : 0);

const sameRow = (row: readonly Edge[]): string =>
  distinctSorted(row.map(({ member, value }) => [member, value]))
    .map((one) => JSON.stringify(one))
    .join();

/** As few sets of edges as possible that have each edge, then some that have them in pairs; none has a member twice. */
const edgeRows = <E extends Edge>(edges: readonly E[], inPairs: boolean): readonly (readonly E[])[] => {
  const singles = together(edges).slice(0, mostRows);
  if (!inPairs) return singles;
  const pairs = distinctBy([...singles, ...pairRows(edges)], sameRow).slice(singles.length);
  return [...singles, ...pairs.filter((row) => row.length > 1).slice(0, mostPairRows)];
};

/** Is it the limit that is refused, as far as a value of the same kind inside the limits tells. */
const isLimitRefused = async <E extends Edge>(edge: E, send: (row: readonly E[]) => Promise<Exchange>): Promise<boolean> => {
  if (edge.control === undefined) return true;
  const inside = await orSkipped(send([{ ...edge, value: edge.control }]));
  return !isSkipped(inside) && isSuccess(inside);
};

/**
 * Sends the edges together, those of a refused request one by one, and then the usual request.
 * @param inPairs Is each two of them tried together as well.
 */
export const tryEdges = async <E extends Edge>(
  edges: readonly E[],
  send: (row: readonly E[]) => Promise<Exchange>,
  inPairs = true,
): Promise<TriedEdges> => {
  const refused: { readonly edge: Edge; readonly exchange: Exchange }[] = [];
  const others: Exchange[] = [];
  const members = new Set<string>();
  let accepted = 0;
  let alone = 0;
  let notTried: Skipped | undefined;
  const done: { readonly row: readonly Edge[]; readonly exchange: Exchange }[] = [];
  const accept = (row: readonly E[], exchange: Exchange): void => {
    accepted += row.length;
    done.push({ row, exchange });
    for (const { member } of row) members.add(member);
  };
  for (const row of edgeRows(edges, inPairs)) {
    const exchange = await orSkipped(send(row));
    if (isSkipped(exchange)) {
      notTried = exchange;
      break;
    }
    if (isSuccess(exchange)) accept(row, exchange);
    else if (!isRefused(exchange)) others.push(exchange);
    else
      for (const edge of row.slice(0, Math.max(0, mostAlone - alone))) {
        alone += 1;
        const single = row.length === 1 ? exchange : await orSkipped(send([edge]));
        if (isSkipped(single)) break;
        if (isSuccess(single)) accept([edge], single);
        else if (isRefused(single) && edge.isUnsaid !== true && !isAboutOther(single, edge) && (await isLimitRefused(edge, send)))
          refused.push({ edge, exchange: single });
        else if (isRefused(single)) others.push(single);
      }
  }
  // Who accepts no value of a member may not have it at all.
  const told = refused.filter(({ edge }) => members.has(edge.member));
  const open = refused.filter(({ edge }) => !members.has(edge.member)).map(({ exchange }) => exchange);
  return { accepted, done, refused: told, others: [...others, ...open], usual: told.length === 0 ? undefined : await send([]), notTried };
};

/** Does an error say that its mistake is at another member of the body than the one that was set: that has to suit the value then. */
const isAboutOther = (refused: Exchange, { member }: Edge): boolean => {
  const { body } = refused.request;
  if (!holdsValue(body) || !isObject(body.value)) return false;
  const places = textsOfError(jsonOf(refused), Object.keys(body.value)).flatMap((one) => one.member ?? []);
  return places.length > 0 && !places.includes(member);
};

/** Does a text speak of another parameter or member, on which a value may depend. */
export const speaksOf = (text: unknown, names: readonly string[]): boolean => {
  if (typeof text !== 'string') return false;
  const said = wordsOf(text.replaceAll(/[^\p{L}\p{N}_-]+/gu, ' ')).join(' ');
  return names.some((name) => name.length > 2 && (text.includes(`\`${name}\``) || ` ${said} `.includes(` ${wordsOf(name).join(' ')} `)));
};

/** How many refused values a finding names. */
const mostNamed = 4;

const written = ({ member, value, words }: Edge): string => {
  const text = JSON.stringify(value) ?? '';
  return `"${member}" with ${words}${text.length > 60 ? '' : `, ${text}`}`;
};

/** A refused value breaks the requirement where the same request with a usual value succeeds. */
export const judgeEdges = (
  { key }: Operation,
  part: 'query' | 'request body',
  { accepted, refused, usual, others, notTried }: TriedEdges,
): Verdict | Unconfirmed => {
  const [first] = refused;
  if (!first) {
    if (accepted > 0) return pass(accepted);
    return others.length === 0 && notTried !== undefined
      ? notTried
      : inconclusive(`No request with documented values was answered: ${[...new Set(others.map(outcomeOf))].join(', ')}`, others);
  }
  const { edge, exchange } = first;
  if (!usual || !isSuccess(usual)) {
    const reason = `${key} refuses ${written(edge)} with ${outcomeOf(exchange)}, and the usual request too`;
    return inconclusive(reason, usual ? [exchange, usual] : [exchange]);
  }
  const named = refused.slice(0, mostNamed).map((one) => written(one.edge));
  const finding = {
    code: 'documented-value-refused',
    where: `${part} ${edge.member}`,
    expected: `a success for ${written(edge)}`,
    actual: `status ${outcomeOf(exchange)}, and ${outcomeOf(usual)} with a usual value (${refused.length === 1 ? '1 value is' : `${refused.length} values are`} refused: ${named.join('; ')})`,
  };
  return unconfirmed(fail(finding, [exchange, usual], { judged: accepted + refused.length, breaches: refused.length }));
};
