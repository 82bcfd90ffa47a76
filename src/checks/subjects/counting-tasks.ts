import { holdsForSome } from '../../contract/infer/holds-for-some.ts';
import { membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Collection, Contract, Schema } from '../../contract/model.ts';
import { below, isObject, tokensOf } from '../../contract/pointer.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { at, type Subject } from '../kit/define.ts';
import { hidesByDefault, mayHidePutAway } from './hiding-lists.ts';
import { listNamed } from './named-lists.ts';
import { type Task, tasks } from './tasks.ts';
import { jsonContent } from '../../contract/asked-content.ts';

/** A task whose end shows how many there are of the kind that its body names. */
export type CountingTask = Subject & {
  readonly task: Task;
  /** The JSON pointer of the number in the answer of the monitor. */
  readonly count: string;
  /** The member of the body that names the kind. */
  readonly member: string;
  /** The lists, each with the value that names it. */
  readonly lists: readonly { readonly collection: Collection; readonly value: string }[];
};

const things = String.raw`(?:objects?|records?|rows?|items?|entries|things|resources|lines|documents|ones)`;

/** "Number of objects of that kind the account has", "how many records of the chosen type there are". */
const ofKind = new RegExp(
  String.raw`\b(?:(?:total )?number of|count of|how many) (?:all )?(?:the )?${things}\b[^.;]*\bof (?:that|this|the|its)(?: (?:chosen|given|named|requested|same))? (?:kind|type|sort)\b`,
  'iu',
);

/** What may follow: that there are so many now, in all that the caller sees, and when the number is shown. "That the import found" is something else. */
const ofAll =
  /^(?:(?: (?:that|which))? (?:there (?:are|is)|exists?|(?:the|your|an?) [a-z]+ (?:has|holds|keeps)|you have|(?:is|are) (?:kept|stored)|(?:in|of) (?:the|your|its) (?:account|organi[sz]ation|tenant|workspace))|,? (?:altogether|in total|in all))*\s*(?:[,;(—–-]\s*(?:(?:once|when|after|as soon as|null|`null`|set|known|only|not|until|while|before)\b|`).*)?\.?$/iu;

/** Words by which it counts some of them alone, or not yet all. */
const narrowed =
  /\b(?:match\w*|filter\w*|since|between|changed|selected|so far|processed|at most|up to|written|skipped|failed|approximate\w*|about|roughly|estimate\w*|may|might|without|except\w*|including)\b/iu;

/** The only member beside the state of a task whose description says so. */
const countOf = ({ document }: Contract, { monitor, state }: Task): string | undefined => {
  const around = tokensOf(state).slice(0, -1);
  const whole = jsonContent(monitor.responses.find(({ status }) => status === '200')?.content ?? [])?.schema;
  const object = around.reduce<Schema | undefined>((one, name) => membersOf(document, one).get(name), whole);
  const found = [...membersOf(document, object)].flatMap(([name, member]) => {
    const said = partsOf(document, member).flatMap(({ description }) => (typeof description === 'string' ? sentencesOf(description) : []));
    const isAll = (one: string): boolean => {
      const match = ofKind.exec(one);
      return match !== null && ofAll.test(one.slice(match.index + match[0].length));
    };
    return said.some((one) => isAll(one) && !narrowed.test(one) && !holdsForSome(one)) ? [below('', ...around, name)] : [];
  });
  return found.length === 1 ? found[0] : undefined;
};

/** The tasks of a document whose end shows how many there are of a kind, where lists of a fixed address show those. */
export const countingTasks = (contract: Contract): readonly CountingTask[] => {
  if (contract.standard.size === 0) return [];
  const lists = contract.collections.filter(
    (one) =>
      one.operation.effect === 'safe' &&
      !one.operation.path.includes('{') &&
      one.operation.parameters.every(({ required }) => !required) &&
      !hidesByDefault(one) &&
      !mayHidePutAway(one),
  );
  return tasks(contract).flatMap((task): CountingTask[] => {
    const count = countOf(contract, task);
    const chosen = bodyMembers(contract, task.operation).flatMap(({ name, schema }) => {
      const listed: readonly unknown[] = isObject(schema) && Array.isArray(schema['enum']) ? schema['enum'] : [];
      const meant = listed.flatMap((value) => {
        const collection = typeof value === 'string' ? listNamed(lists, value) : undefined;
        return typeof value === 'string' && collection ? [{ collection, value }] : [];
      });
      return meant.length > 0 ? [{ member: name, lists: meant }] : [];
    });
    const [only, ...others] = chosen;
    return count === undefined || only === undefined || others.length > 0 ? [] : [at(task.operation.location, { task, count, ...only })];
  });
};
