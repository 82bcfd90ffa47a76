import type { Contract } from '../../contract/model.ts';
import type { TargetRecord } from '../../model/record.ts';
import type { StoredExchange } from '../../model/stored-exchange.ts';
import type { Finding } from '../../model/verdict.ts';
import type { Shown } from '../evidence.ts';
import { scriptJson } from '../html/markup.ts';
import type { PageExchange } from './page-model.ts';
import { shownExchange } from './shown-exchange.ts';

/** Characters of bodies up to which an exchange is always shown whole. */
const smallCharacters = 6000;

/** A case of a target, as evidence names it. */
export const caseKey = (target: string, id: string): string => `${target} ${id}`;

/** The exchanges of the page, and which of them each case has, by {@link caseKey}. */
export type PageExchanges = { readonly exchanges: readonly PageExchange[]; readonly ofCase: ReadonlyMap<string, readonly number[]> };

/** What is known of the case that an exchange is shown with. */
export type Judged = { readonly target: TargetRecord; readonly finding: Finding | undefined };

const bodyCharacters = ({ sent, reply }: StoredExchange): number =>
  (sent.body?.length ?? 0) + (reply.kind === 'answer' ? (reply.text?.length ?? 0) : 0);

/**
 * The exchanges that the page has room for, the most important first; the others are only named by id. Their bodies are whole, unless they take
 * more than their share of the room.
 * @param room Characters of JSON.
 */
export const pageExchanges = (
  evidence: readonly Shown[],
  judgedOf: (target: string, id: string) => Judged | undefined,
  contracts: ReadonlyMap<string, Contract> | undefined,
  room: number,
): PageExchanges => {
  const exchanges: PageExchange[] = [];
  const ofCase = new Map<string, number[]>();
  const shareCharacters = Math.max(smallCharacters, room / 2 / Math.max(1, evidence.length));
  let left = room;
  for (const { target, case: id, exchange } of evidence) {
    const judged = judgedOf(target, id);
    if (judged === undefined || left < 0) continue;
    // The finding describes the first exchange; in the others the same location may be right.
    const finding = judged.finding?.exchanges[0] === exchange.id ? judged.finding : undefined;
    const isWhole = bodyCharacters(exchange) <= shareCharacters;
    const shown = shownExchange(exchange, { target: judged.target, contract: contracts?.get(target), finding, isWhole });
    left -= scriptJson(shown).markup.length;
    const key = caseKey(target, id);
    ofCase.set(key, [...(ofCase.get(key) ?? []), exchanges.length]);
    exchanges.push(shown);
  }
  return { exchanges, ofCase };
};
