import { isDirectlyBelow, tailOf } from '../../contract/infer/path-template.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { type Task, tasks } from './tasks.ts';

/** A task that an operation right below its state gives up. */
export type CancelledTask = Subject & {
  readonly task: Task;
  readonly cancel: Operation;
  /** The sentence by which it is refused once the task is over; undefined where none says so. */
  readonly refusedAfter: string | undefined;
};

const cancelling: ReadonlySet<string> = new Set('cancel cancellation abort abortion stop terminate'.split(' '));

const refusal = /\b(?:409|refused|rejected)\b|\b(?:can ?not|can't|can no longer|may not) be (?:cancell?ed|aborted|stopped)\b/iu;
const over = /\b(?:finished|completed?|done|ended|over|succeeded|failed|terminal|final)\b/iu;
/** States of what is under way, in words that nobody uses for anything else. */
const underWay = /\b(?:queued|pending|waiting|running|processing|in[ _-]progress|under way)\b/iu;
const others = /\b(?:any other|all other|others|other ones|otherwise|else)\b/iu;
/** Words by which it holds for some, or has no effect instead, or by which nothing is refused. */
const open = /\b(?:may|might|usually|unless|except|ignored|no effect|nothing happens|not refused|some|idempotent)\b/iu;

/** Words by which what is given up may be done all the same. */
const bestEffort =
  /\bbest[ -]effort\b|\b(?:may|might|can|could) (?:still|nevertheless|all the same|already) (?:\w+ )?(?:finish|complete|be (?:done|finished|completed)|succeed|run|end)|\btr(?:y|ies) to (?:cancel|stop|abort)|\bno(?:t| is)? guarantee\w*/iu;

/**
 * The sentence by which a task that is over is not given up any more: "A finished survey can't be cancelled (409)"; or "Others answer 409", where the text names only states of what is under way as those that may be.
 */
export const refusedAfterEnd = (texts: readonly string[]): string | undefined => {
  const sentences = texts.flatMap(sentencesOf);
  const isOfUnderWay = sentences.some((one) => underWay.test(one) && !over.test(one));
  return sentences.find((one) => {
    if (!refusal.test(one) || open.test(one)) return false;
    // "Surveys that are not finished ..." is about the rest.
    if (over.test(one) && !/\b(?:not|un|never)[ -]?(?:yet )?(?:been )?(?:finished|completed?|done|ended|over)\b/iu.test(one)) return true;
    return isOfUnderWay && others.test(one) && !sentences.some((said) => said !== one && /\b(?:also|as well)\b/iu.test(said));
  });
};

/** The tasks of a contract that is held to the standard requirements which an operation right below their state gives up. */
export const cancelledTasks = (contract: Contract): readonly CancelledTask[] =>
  contract.standard.size === 0
    ? []
    : tasks(contract).flatMap((task): readonly CancelledTask[] => {
        const cancel = contract.operations.find(
          (one) =>
            one.method === 'POST' &&
            one.unsupported === undefined &&
            one.issues !== true &&
            isDirectlyBelow(one.path, task.monitor.path) &&
            tailOf(one.path).some((step) => cancelling.has(wordsOf(step)[0] ?? '')),
        );
        if (!cancel) return [];
        const texts = saidIn(valueAt(contract.document, nodeOf(cancel.location)));
        if (texts.some((one) => bestEffort.test(one))) return [];
        const isRefusal = cancel.responses.some(({ status }) => ['409', '400', '422', '4XX'].includes(status));
        return [at(cancel.location, { task, cancel, refusedAfter: isRefusal ? refusedAfterEnd(texts) : undefined })];
      });
