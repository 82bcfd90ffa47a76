import { stateMembers } from '../../contract/infer/state-names.ts';
import { describedLists } from '../../contract/infer/conventions/collection.ts';
import { textOf } from '../../contract/infer/conventions/paging-members.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { membersOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Collection, Contract, Parameter } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { type State, statesShown } from './state-mentions.ts';
import { switchFor } from './switches.ts';
import { leavesOut, partsOfSentence } from './unlisted-states.ts';

/** A list that leaves out what is in a state, unless a switch asks for it. */
export type LeftOutItems = Subject & { readonly collection: Collection; readonly state: State; readonly flag: Parameter };

/** Words by which a switch is about some of those in the state, or some are shown without it. */
const someOnly =
  /\b(?:older|recent\w*|long ago|lately|last|days?|weeks?|months?|years?|hours?|more than|less than|since|always|own|others?['’]|some|most|usually|normally|may|might|could|counts?|totals?|summary|facets?|embedded|whose|admins?|administrators?|staff)\b/iu;

/** Words by which a switch does nothing, or is on where nobody sends it. */
const isOn =
  /\b(?:deprecated|(?:has|without) (?:no |any )?effect|ignored|no longer|not (?:used|supported|implemented)|unused|reserved for|(?:if|when|where|with|to|unless) \x60?false\x60?|\x60?false\x60? (?:to|leaves?|hides?|excludes?|omits?|drops?)|true\x60? by default|(?:defaults?|left out|omitted|missing)(?: value)?(?: is| to| means|:|=)? ?\x60?true)(?!\w)/iu;

const isDeprecated = ({ document }: Contract, { location }: Parameter): boolean => {
  const node = valueAt(document, nodeOf(location));
  return isObject(node) && node['deprecated'] === true;
};

const leftOutOf = (contract: Contract, collection: Collection): readonly LeftOutItems[] => {
  const { document } = contract;
  const { operation } = collection;
  const list = describedLists({ document, operations: [operation] })[0];
  const members = new Map([...membersOf(document, list?.item)].map(([name, schema]) => [name, resolvedSchema(document, schema)] as const));
  const listed = stateMembers([...members].filter(([, schema]) => isObject(schema) && Array.isArray(schema['enum'])));
  const noun = nounWordsOf(operation.path).at(-1) ?? '';
  const named = operation.parameters.flatMap(({ in: where, name }) => (where === 'query' ? [name] : []));
  const own = saidIn(valueAt(document, nodeOf(operation.location))).flatMap(sentencesOf);
  return statesShown(document, members, listed.length === 1 ? listed[0]?.[0] : undefined).flatMap((state): readonly LeftOutItems[] => {
    const flag = state.value === false ? undefined : switchFor(contract, operation, state.name);
    if (!flag) return [];
    const ofFlag = textOf(document, flag);
    const isTold = [...own, ...sentencesOf(ofFlag)].flatMap(partsOfSentence).some((clause) => leavesOut(clause, state.name, noun, named));
    const isMentioned = own.filter((one) => one.toLowerCase().includes(state.name));
    const isPlain =
      ![someOnly, isOn].some((one) => one.test(ofFlag)) && !isDeprecated(contract, flag) && (isTold || isMentioned.length === 0);
    return isPlain ? [at(operation.location, { collection, state, flag })] : [];
  });
};

/** Every such list of a contract that is held to the standard requirements. */
export const leftOutItems = (contract: Contract): readonly LeftOutItems[] =>
  contract.standard.size === 0 ? [] : contract.collections.flatMap((collection) => leftOutOf(contract, collection));
