import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { readJson } from '../../exchange/json-text.ts';
import { bodyLimits, defaultLimits } from '../../exchange/limits.ts';
import { readCreated } from '../../exchange/read-created.ts';
import { parsedExchange } from '../../model/exchange-reader.ts';
import { type Answer, type Exchange, notEnded } from '../../model/exchange.ts';
import { linesOf } from '../../model/file-lines.ts';
import type { StoredAnswer, StoredExchange } from '../../model/stored-exchange.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { EarlierCreations } from './creations.ts';
import { acceptedBy, type EarlierExchanges, isErrorToMistake } from './wire.ts';

/** What an interrupted run had judged. */
export type Resumed = {
  /** Verdicts that stand, by case. */
  readonly kept: ReadonlyMap<string, Verdict>;
  /** Failures of cases that only watch: they are concluded again, and a failure that was told stays one. */
  readonly failed: ReadonlyMap<string, Verdict>;
};

/** What an interrupted run has sent and created, so that the one that resumes it goes on counting. */
export type Earlier = {
  readonly exchanges: EarlierExchanges;
  readonly deliveries: number;
  /** How many issued credentials it has numbered. */
  readonly issued: number;
  readonly created: EarlierCreations;
  /** Answers whose bodies were kept in part only, by operation: nothing can be judged by them. */
  readonly shortened: ReadonlyMap<string, number>;
};

const numberOf = (id: string): number => Number(id.slice(1));

/** The files of exchanges that have some of a target, in the order of its requests: a later part of a run may write to another file. */
const filesOf = (directory: string, target: string): readonly string[] => {
  const folder = join(directory, 'exchanges');
  if (!existsSync(folder)) return [];
  const first = (path: string): number | undefined => {
    for (const line of linesOf(path)) {
      const exchange = parsedExchange(line);
      if (exchange?.target === target && exchange.delivery === undefined) return numberOf(exchange.id);
    }
    return undefined;
  };
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => ({ path: join(folder, name), from: first(join(folder, name)) }))
    .flatMap(({ path, from }) => (from === undefined ? [] : [{ path, from }]))
    .toSorted((a, b) => a.from - b.from)
    .map(({ path }) => path);
};

/** The answer as it was. One that was kept in part only is like a body that had not ended: nothing is judged by its text. */
const restoredAnswer = ({ truncated, json, ...answer }: StoredAnswer, maxBodyBytes: number | undefined): Answer => {
  const unknown: Answer = { ...answer, unfinished: true, json: { kind: 'invalid', why: notEnded } };
  if (truncated) return unknown;
  if (json.kind === 'invalid') return { ...answer, json };
  if (json.kind === 'none') return { ...answer, json: { kind: 'none' } };
  // A mask may stand where a number was; then the text is no JSON any more.
  const read = readJson(answer.text ?? '', maxBodyBytes === undefined ? defaultLimits : { ...defaultLimits, ...bodyLimits(maxBodyBytes) });
  return read.kind === 'value' ? { ...answer, json: read } : unknown;
};

/** An exchange as the run had it. */
const restored = ({ target: _target, case: _case, sent, reply, ...rest }: StoredExchange, maxBodyBytes: number | undefined): Exchange => {
  const { truncated: _cut, ...whole } = sent;
  return { ...rest, sent: whole, reply: reply.kind === 'answer' ? restoredAnswer(reply, maxBodyBytes) : reply };
};

/** What a run created, by its list of creations. */
export const creationsIn = (directory: string, target: string): EarlierCreations => {
  const spent = new Map<string, number>();
  const staying = new Map<string, number>();
  for (const { target: at, operation, state, isCall, unknown } of readCreated(directory)) {
    if (at !== target || state === 'refused' || isCall === true) continue;
    spent.set(operation, (spent.get(operation) ?? 0) + 1);
    if (unknown !== undefined && state === 'created') staying.set(operation, (staying.get(operation) ?? 0) + 1);
  }
  return { spent, staying };
};

/** After so many exchanges others get their turn: the process that waits for this one must not take it for dead. */
const atOnce = 200;

/**
 * Goes through the exchanges of the interrupted run in the order of sending.
 * @param directory Of the run that resumes it, with a copy of the exchanges and the ledger.
 * @param see Called with each request and its answer, deliveries apart.
 * @param breathe Called now and then, with the number of requests so far.
 */
export const recall = async (
  { directory, target, maxBodyBytes }: { readonly directory: string; readonly target: string; readonly maxBodyBytes: number | undefined },
  see: (exchange: Exchange) => void,
  breathe: (requests: number) => void,
): Promise<Earlier> => {
  const serverErrors: Exchange[] = [];
  const accepted = new Set<string>();
  const shortened = new Map<string, number>();
  let [requests, deliveries, issued, count] = [0, 0, 0, 0];
  for (const path of filesOf(directory, target)) {
    for (const line of linesOf(path)) {
      const stored = parsedExchange(line);
      if (stored?.target !== target) continue;
      for (const [, number] of line.matchAll(/\[issued-(\d+)\]/gu)) issued = Math.max(issued, Number(number));
      if (stored.delivery !== undefined) {
        deliveries = Math.max(deliveries, numberOf(stored.id));
        continue;
      }
      requests = Math.max(requests, numberOf(stored.id));
      const exchange = restored(stored, maxBodyBytes);
      const { operation } = exchange.request;
      if (operation !== null && exchange.reply.kind === 'answer' && exchange.reply.unfinished && !wasUnfinished(stored))
        shortened.set(operation, (shortened.get(operation) ?? 0) + 1);
      if (isErrorToMistake(exchange)) serverErrors.push(exchange);
      const one = acceptedBy(exchange);
      if (one !== undefined) accepted.add(one);
      see(exchange);
      count += 1;
      if (count % atOnce === 0) {
        breathe(requests);
        await setImmediate();
      }
    }
  }
  return {
    exchanges: { requests, serverErrors, accepted },
    deliveries,
    issued,
    created: creationsIn(directory, target),
    shortened,
  };
};

const wasUnfinished = ({ reply }: StoredExchange): boolean => reply.kind === 'answer' && reply.unfinished === true;
