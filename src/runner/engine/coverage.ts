import { admissionsOf } from '../../contract/admission.ts';
import { successClasses } from '../../contract/documented-success.ts';
import { isElsewhere } from '../../contract/responses.ts';
import { outcomeOf, statusOf } from '../../contract/message.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import type { Case, Plan } from '../../model/case.ts';
import { type Coverage, type OperationCoverage, prerequisiteKey, type Unexercised } from '../../model/coverage.ts';
import type { CoverageSeen } from '../../model/coverage-seen.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Target } from '../../model/target.ts';
import type { Verdict } from '../../model/verdict.ts';
import { type Hindrance, hindrances } from '../../plan/lacking.ts';
import { createCells, type OperationCells } from './coverage-map.ts';
import type { Stop } from './limits.ts';

/** Records what a run sends to the operations of a contract and what it sees of them, and why it does not exercise the others. See {@link Coverage}. */
export type CoverageNotes = {
  /** Call once for every exchange. */
  saw(exchange: Exchange): void;
  /** Call where a case that only watches judges something of an exchange. */
  judged(id: string, exchange: Exchange): void;
  /** Call once for every verdict. */
  gave(planned: Case, verdict: Verdict): void;
  /** Keys of the operations of which a case that only watches has judged something. Call before its verdict is given. */
  judgedBy(id: string): readonly string[];
  /** What was seen so far, for {@link CoverageNotes.absorb}. */
  seen(): CoverageSeen;
  /** Takes over what another part of a split run saw. */
  absorb(other: CoverageSeen): void;
  /** Takes over what a case that only watches has judged in another part. */
  absorbJudged(id: string, operations: readonly string[]): void;
  /** @param stop Why the run ended early, where it did. */
  conclude(stop: Stop | undefined): Coverage;
};

/** @param uncalled What is said of an operation that nothing else explains. */
export const createCoverage = (
  contract: Contract,
  target: Target,
  plan: Pick<Plan, 'cases' | 'notSelected' | 'spared'>,
  uncalled = 'no check calls it as it is documented',
): CoverageNotes => {
  const operations = new Map(contract.operations.map((operation) => [operation.key, operation]));
  const cells = new Map<string, OperationCells>();
  const exercised = new Set<string>();
  const outcomes = new Map<string, Map<string, number>>();
  const carried = new Set<string>();
  const left = new Map<string, string>();
  const watched = new Map<string, Set<string>>();
  const verdicts = new Map<string, number>();
  const undecided = new Map<string, string>();
  const hindranceOf = hindrances({ contract, target }, plan);
  const admissions = admissionsOf(contract, target);

  const cellsOf = (operation: Operation): OperationCells => {
    let made = cells.get(operation.key);
    if (made === undefined) {
      made = createCells(contract, operation, admissions);
      cells.set(operation.key, made);
    }
    return made;
  };

  const why = (operation: Operation, stop: Stop | undefined): Hindrance => {
    const answered = [...(outcomes.get(operation.key) ?? [])].sort(([, a], [, b]) => b - a)[0]?.[0];
    if (answered !== undefined) return { reason: answered };
    const hindrance = hindranceOf(operation);
    if (hindrance) return hindrance;
    return { reason: stop?.message ?? left.get(operation.key) ?? uncalled };
  };

  const entryOf = (operation: Operation, reason: string | undefined): OperationCoverage => {
    const { key } = operation;
    const own = cellsOf(operation);
    // A case about several operations may leave some of them out.
    const judged = own.isAnswered() ? (verdicts.get(key) ?? 0) : 0;
    const open = own.isAnswered() ? (undecided.get(key) ?? 'no case was decided by its answers') : undefined;
    const told = reason ?? (judged === 0 ? open : undefined);
    return {
      ...own.cells(),
      state: reason === undefined ? 'exercised' : own.isAnswered() ? 'reached' : 'unreached',
      judged,
      ...(told === undefined ? {} : { why: told }),
    };
  };

  const watchedBy = (id: string): Set<string> => {
    let own = watched.get(id);
    if (own === undefined) {
      own = new Set<string>();
      watched.set(id, own);
    }
    return own;
  };

  const answeredWith = (operation: string, words: string, count: number): void => {
    const of = outcomes.get(operation) ?? new Map<string, number>();
    outcomes.set(operation, of.set(words, (of.get(words) ?? 0) + count));
  };

  return {
    judgedBy: (id) => [...(watched.get(id) ?? [])],
    seen: () => ({
      operations: Array.from(cells, ([operation, own]) => ({
        operation,
        isExercised: exercised.has(operation),
        outcomes: [...(outcomes.get(operation) ?? [])],
        cells: own.seen(),
      })),
      carried: [...carried],
      ...(plan.notSelected === undefined ? {} : { notSelected: plan.notSelected }),
      ...(plan.spared === undefined ? {} : { spared: plan.spared }),
    }),
    absorb(other) {
      for (const name of other.carried) carried.add(name);
      for (const { operation: key, isExercised, outcomes: answers, cells: own } of other.operations) {
        const operation = operations.get(key);
        if (operation === undefined) continue;
        cellsOf(operation).absorb(own);
        if (isExercised) exercised.add(key);
        for (const [words, count] of answers) answeredWith(key, words, count);
      }
    },
    absorbJudged(id, keys) {
      for (const key of keys) watchedBy(id).add(key);
    },
    saw(exchange) {
      const { operation, credential } = exchange.request;
      if ('name' in credential) carried.add(credential.name);
      const called = operation === null ? undefined : operations.get(operation);
      if (operation === null || called === undefined || isElsewhere(exchange)) return;
      cellsOf(called).saw(exchange);
      if (exercised.has(operation) || !isAsDescribed(exchange, called)) return;
      if (isSuccessOf(exchange, called)) exercised.add(operation);
      else answeredWith(operation, answerWords(exchange), 1);
    },
    judged(id, { request: { operation } }) {
      if (operation !== null) watchedBy(id).add(operation);
    },
    gave({ id, kind, places }, verdict) {
      const own = [...new Set(places.flatMap(({ operation }) => operation ?? []))];
      if (verdict.kind === 'pass' || verdict.kind === 'fail')
        for (const operation of kind === 'watch' ? (watched.get(id) ?? []) : own)
          verdicts.set(operation, (verdicts.get(operation) ?? 0) + 1);
      watched.delete(id);
      if (verdict.kind === 'inconclusive') for (const one of own) if (!undecided.has(one)) undecided.set(one, verdict.reason);
      if (verdict.kind !== 'skipped' || verdict.because === 'not-selected' || verdict.because === 'not-applicable') return;
      for (const operation of own) if (!left.has(operation)) left.set(operation, verdict.reason);
    },
    conclude(stop) {
      const leftOut = new Set(plan.notSelected);
      const selected = contract.operations.filter(({ key }) => !leftOut.has(key));
      const groups = new Map<string, Unexercised>();
      const map = selected.map((operation) => {
        if (exercised.has(operation.key)) return entryOf(operation, undefined);
        const one = why(operation, stop);
        const group = [one.reason, ...(one.lacks ?? []).map(prerequisiteKey)].join('\n');
        groups.set(group, { ...one, operations: [...(groups.get(group)?.operations ?? []), operation.key] });
        return entryOf(operation, one.reason);
      });
      return {
        operations: selected.length,
        exercised: map.filter(({ state }) => state === 'exercised').length,
        reached: map.filter(({ state }) => state !== 'unreached').length,
        notSelected: contract.operations.length - selected.length,
        unexercised: [...groups.values()].sort((a, b) => b.operations.length - a.operations.length),
        unusedCredentials:
          stop === undefined
            ? target.credentials
                .filter((name) => !carried.has(name) || !asksForCredential(contract))
                .map((name) => ({ name, reason: unusedWords(name, contract) }))
            : [],
        map,
      };
    },
  };
};

/** The request has no deliberate fault, and has a valid credential where one is required. */
const isAsDescribed = ({ request: { faults, base, credential } }: Exchange, { secured }: Operation): boolean =>
  faults.length === 0 && base === undefined && (!secured || credential.kind === 'valid' || credential.kind === 'issued');

/** A status of the class that the operation documents for a success. Whether it documents this very status is a matter of requirements. */
const isSuccessOf = (exchange: Exchange, { responses }: Operation): boolean =>
  successClasses(responses).has(Math.floor((statusOf(exchange) ?? 0) / 100));

const answerWords = (exchange: Exchange): string => {
  const outcome = outcomeOf(exchange);
  if (exchange.reply.kind === 'no-answer') return outcome;
  return outcome === '401' || outcome === '403' ? `refused with ${outcome}` : `answered ${outcome}`;
};

const asksForCredential = ({ operations }: Contract): boolean => operations.some(({ secured }) => secured);

const unusedWords = (name: string, contract: Contract): string => {
  if (!asksForCredential(contract)) return 'the document requires no credential';
  return name === 'key' ? 'no request was sent that needs it' : 'no check of this run uses it';
};
