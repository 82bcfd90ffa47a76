import { sentencesOf } from '../../contract/infer/sentences.ts';
import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { type OnOwn, onOwnResource, readOfOne } from './own-resources.ts';
import { saidIn } from '../../contract/said.ts';

/** An action on a resource that the run can create, of which the text says that a list of the resource gets an entry by it. */
export type LoggedAction = Subject & {
  readonly operation: Operation;
  readonly on: OnOwn;
  readonly read: Operation;
  /** The member with the list. */
  readonly member: string;
};

/** "Each move is appended to `history`", "is recorded in the log". */
const writing =
  / (?:append(?:ed|s)|add(?:ed|s)|record(?:ed|s)|logg?(?:ed|s)|written|writes|entered) (?:\w+ ){0,5}?(?:to|in|into) (?:the |its )?$/u;

/** Words by which it is not always so, or later. */
const open = / (?:not|never|no|may|might|can|could|if|when|where|unless|only|except|later|eventually|up to|at most) /u;

const loggedIn = (contract: Contract, operation: Operation, read: Operation): string | undefined => {
  const { document } = contract;
  const node = valueAt(document, nodeOf(operation.location));
  const texts = saidIn(node);
  const lists = [...membersOf(document, answerSchema(read) ?? true)].flatMap(([name, schema]) =>
    isType(document, schema, 'array') ? [name] : [],
  );
  return lists.find((name) =>
    texts.flatMap(sentencesOf).some((sentence) => {
      const words = ` ${wordsOf(sentence).join(' ')} `;
      const place = words.indexOf(` ${wordsOf(name).join(' ')} `);
      return place >= 0 && writing.test(words.slice(0, place + 1)) && !open.test(words);
    }),
  );
};

/** Every such action of a contract, at its operation. */
export const loggedActions = (contract: Contract): LoggedAction[] =>
  contract.operations.flatMap((operation) => {
    const on = operation.inferred?.onOne === true && operation.unsupported === undefined ? onOwnResource(contract, operation) : undefined;
    const read = on && readOfOne(contract, on.resourceType);
    const member = read && loggedIn(contract, operation, read);
    return on && read && member !== undefined ? [at(operation.location, { operation, on, read, member })] : [];
  });
