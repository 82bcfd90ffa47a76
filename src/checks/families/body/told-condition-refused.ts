import type { ToldCondition } from '../../../contract/infer/told-conditions.ts';
import { isObject } from '../../../contract/pointer.ts';
import { holdsFor } from '../../../generators/conditions.ts';
import { keepingConditions } from '../../../generators/kept-conditions.ts';
import { memberValue } from '../../../generators/member-value.ts';
import { withReferences } from '../../../generators/referred.ts';
import { resolvedSchema, withoutNull } from '../../../generators/resolved-schema.ts';
import { simplestValue } from '../../../generators/simplest-value.ts';
import { itemsOf } from '../../../contract/infer/schema-parts.ts';
import type { Session } from '../../kit/session.ts';
import { freshFor, makingFor } from '../../requests/usable-request.ts';
import { usualAt, withObjectAt } from '../../subjects/body-places.ts';
import { type Conditioned, toldConditions } from '../../subjects/told-conditions.ts';
import { type ToldMistake, toldRefused } from './told-refused.ts';

type Json = Readonly<Record<string, unknown>>;
type Placed = Conditioned['conditions'][number];

const words = ({ member, rule, by }: ToldCondition, value: unknown): string =>
  `"${member}" ${rule === 'required' ? 'left out' : 'given'} beside "${by}" with ${JSON.stringify(value)}`;

/** A value of a member of the object at a place, which is not null. */
const valueFor = (session: Session, { operation }: Conditioned, { inside, members }: Placed, name: string, purpose: string): unknown => {
  const { contract, target } = session;
  const schema = withoutNull(resolvedSchema(contract.document, members.get(name) ?? true));
  const fresh = freshFor(session, purpose);
  if (inside !== undefined) {
    const inner = simplestValue({ document: contract.document, fresh }, schema, name);
    return inner.kind === 'value' ? inner.value : undefined;
  }
  const made = memberValue(
    operation,
    { name, schema, location: operation.location, conventions: {} },
    { contract, target, fresh },
    'fresh',
  );
  return made.kind === 'value' ? made.value : undefined;
};

/** The usual object at a place; where the body has none, the simplest one. */
const usualOr = (session: Session, placed: Placed, body: Json, purpose: string): Json | undefined => {
  const usual = usualAt(placed, body);
  if (usual) return usual;
  const made = simplestValue({ document: session.contract.document, fresh: freshFor(session, purpose) }, placed.schema, placed.inside);
  return made.kind === 'value' && isObject(made.value) ? made.value : undefined;
};

/** An object with what its new members name: what is unknown would be refused for that. */
const naming = (session: Session, { operation }: Conditioned, { inside }: Placed, usual: Json, object: Json, purpose: string): Json => {
  const added = Object.fromEntries(Object.entries(object).filter(([name]) => usual[name] === undefined));
  if (inside !== undefined || Object.keys(added).length === 0) return object;
  const { value } = withReferences(operation, added, makingFor(session, purpose), object);
  return isObject(value) ? { ...object, ...value } : object;
};

const mistakeOf = (session: Session, subject: Conditioned, placed: Placed, body: Json, purpose: string): readonly ToldMistake[] => {
  const { contract } = session;
  const { operation } = subject;
  const { condition, inside, members } = placed;
  const { member, rule, by, values } = condition;
  const usual = usualOr(session, placed, body, purpose);
  if (usual === undefined) return [];
  const deciding = holdsFor(contract.document, members, condition, usual)
    ? usual[by]
    : values === undefined
      ? valueFor(session, subject, placed, by, purpose)
      : values[0];
  const set = deciding === undefined ? usual : { ...usual, [by]: deciding };
  const making = makingFor(session, purpose);
  const { value: kept } = inside === undefined ? keepingConditions(operation, making, set, [by, member]) : { value: set };
  if (!holdsFor(contract.document, members, condition, kept)) return [];
  const shown = deciding ?? 'its default';
  const isList = inside !== undefined && itemsOf(contract.document, subject.member.schema) !== undefined;
  if (rule === 'required') {
    const { [member]: _left, ...without } = kept;
    const wrong = withObjectAt(placed, body, naming(session, subject, placed, usual, without, purpose), isList);
    return [{ body: wrong, words: words(condition, shown), taken: inside === undefined ? 'shown-empty' : 'accepted' }];
  }
  const given = kept[member] ?? valueFor(session, subject, placed, member, purpose);
  return given === undefined || given === null
    ? []
    : [
        {
          body: naming(session, subject, placed, usual, { ...kept, [member]: given }, purpose),
          words: words(condition, shown),
          // Where only a text says it, a service may ignore the member instead.
          taken: condition.isOfSchema ? 'accepted' : 'shown-as-sent',
        },
      ];
};

export const toldConditionRefused = toldRefused<Conditioned>({
  id: 'body/told-condition-refused',
  title: 'A member that is missing, or too many, beside the value of another one is refused, where only the text tells the rule',
  why: 'What is stored lacks what its kind needs, and everybody who reads it by the document fails on it.',
  fix: 'Check the members by the value that decides before anything is done, and write the rule into the schema too (`if`, `dependentRequired`).',
  over: toldConditions,
  most: ({ conditions }) => conditions.length,
  mistakes: (session, subject, body, purpose) => subject.conditions.flatMap((placed) => mistakeOf(session, subject, placed, body, purpose)),
  code: 'told-condition',
});
