import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import type { EdgeValue } from '../../../generators/edge-values.ts';
import { together } from '../../../generators/settings.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { fail, inconclusive, pass, type Unconfirmed, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';

/** A parameter or member at a value that the document names. */
export type Edge = EdgeValue & { readonly member: string };

/** What came of valid requests that together have each edge once. */
export type TriedEdges = {
  /** How many edges an accepted request had. */
  readonly accepted: number;
  /** Edges that were refused alone, in a request that is otherwise the usual one, where another value of the member was accepted. */
  readonly refused: readonly { readonly edge: Edge; readonly exchange: Exchange }[];
  /** The usual request, sent where one was refused. */
  readonly usual: Exchange | undefined;
  readonly others: readonly Exchange[];
};

/** The most requests that have several edges at once. */
export const mostRows = 8;

/** The most edges that are tried alone after a refusal. */
const mostAlone = 12;

/** Statuses that refuse a value (RFC 9110, sections 15.5.1, 15.5.15 and 15.5.21). */
const refusing = [400, 414, 422];

const isRefused = (exchange: Exchange): boolean => refusing.includes(statusOf(exchange) ?? 0);

/** As few sets of edges as possible, none with a member twice. */
export const edgeRows = (edges: readonly Edge[]): readonly (readonly Edge[])[] => together(edges).slice(0, mostRows);

/** Sends the edges together, those of a refused request one by one, and then the usual request. */
export const tryEdges = async (edges: readonly Edge[], send: (row: readonly Edge[]) => Promise<Exchange>): Promise<TriedEdges> => {
  const refused: { readonly edge: Edge; readonly exchange: Exchange }[] = [];
  const others: Exchange[] = [];
  const members = new Set<string>();
  let accepted = 0;
  let alone = 0;
  const accept = (row: readonly Edge[]): void => {
    accepted += row.length;
    for (const { member } of row) members.add(member);
  };
  for (const row of edgeRows(edges)) {
    const exchange = await orSkipped(send(row));
    if (isSkipped(exchange)) break;
    if (isSuccess(exchange)) accept(row);
    else if (!isRefused(exchange)) others.push(exchange);
    else
      for (const edge of row.slice(0, Math.max(0, mostAlone - alone))) {
        alone += 1;
        const single = row.length === 1 ? exchange : await orSkipped(send([edge]));
        if (isSkipped(single)) break;
        if (isSuccess(single)) accept([edge]);
        else if (isRefused(single)) refused.push({ edge, exchange: single });
      }
  }
  // Who accepts no value of a member may not have it at all.
  const told = refused.filter(({ edge }) => members.has(edge.member));
  const open = refused.filter(({ edge }) => !members.has(edge.member)).map(({ exchange }) => exchange);
  return { accepted, refused: told, others: [...others, ...open], usual: told.length === 0 ? undefined : await send([]) };
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
  { accepted, refused, usual, others }: TriedEdges,
): Verdict | Unconfirmed => {
  const [first] = refused;
  if (!first) {
    return accepted > 0
      ? pass(accepted)
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
    actual: `status ${outcomeOf(exchange)}, and ${outcomeOf(usual)} with a usual value (${refused.length} values are refused: ${named.join('; ')})`,
  };
  return unconfirmed(fail(finding, [exchange, usual], { judged: accepted + refused.length, breaches: refused.length }));
};
