import { isActing } from '../../contract/infer/acting.ts';
import { type Expression, namesIn } from '../../contract/infer/formulas/expression.ts';
import { nameOfPart, withNamedParts } from '../../contract/infer/formulas/named-parts.ts';
import { formulaIn } from '../../contract/infer/formulas/parse.ts';
import { type NamedNumber, shareScale } from '../../contract/infer/formulas/scales.ts';
import { holdsForSome } from '../../contract/infer/holds-for-some.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isDirectlyBelow, parametersIn } from '../../contract/infer/path-template.ts';
import { descriptionsIn, membersOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { type Named, namedBy, type Readable } from './named-followers.ts';
import { type OnOwn, onOwnResource } from './own-resources.ts';
import { placeIn, roundTrips } from './round-trips.ts';
import type { ToldFormula } from './told-formulas.ts';
import { isNumeric } from './told-sums.ts';

/** A number of a resource that the text of an action derives, also from numbers of what the resource names: "`payable` becomes the assessed amount less the deductible of the policy". */
export type NumberWithNamed = Subject &
  Named & {
    readonly operation: Operation;
    readonly on: OnOwn;
    /** What is acted on. */
    readonly trip: Readable;
    readonly formula: ToldFormula;
    /** The numbers of what is named, each by its name in the formula. */
    readonly parts: ReadonlyMap<string, string>;
    /** The numbers of the resource itself in the formula. */
    readonly own: readonly string[];
  };

/** Words by which the number is not always that, not at once, or counted otherwise. */
const hedged =
  /\b(?:never (?!negative|below)|unless|except|but (?!(?:not|never|no|at) )|if|when|where|while|only|may|might|can|could|should|about|roughly|approximat\w*|estimat\w*|usually|within|later|nightly|eventual\w*|instead|otherwise|until|tax\w*|vat|currenc\w*|convert\w*|exchange|each|every|per (?!cent\b)|average|or (?!.*\bwhichever is\b)|yet|already|so far|remaining|former|previous|old|original|at the time|valid|effective|prorat\w*|pro rata|index\w*)\b/iu;

/** Words by which another sentence changes what was derived. */
const changing =
  /\b(?:reduc\w+|increas\w+|deduct\w*|subtract\w*|add(?:s|ed)?|minus|plus|less|discount\w*|surcharges?|waive\w*|vouchers?|taken off|on top|instead|however|except|unless|capped|limited|doubled|halved|tripled|adjust\w*|correct\w*|convert\w*|overrid\w*|by hand|manual\w*|rounded|currenc\w*|tax\w*|vat|does not apply|not (?:be )?applied|(?:has|have) no|free|exempt\w*|snapshot|frozen|depend\w*)\b/iu;

const head =
  /^(?:(?:then|and|the) )*(?:`(?<member>[A-Za-z_][\w-]*)`|(?<words>(?:[\p{L}]+ ){0,3}?[\p{L}]+))(?: of (?:the|its|that) [\p{L} -]{2,30}?)? (?:becomes|is (?:then |now )?set to|is (?:then|now|afterwards)|is|equals|=) (?<text>.+)$/iu;

const sets = /^(?:it |this )?(?:also |then )*(?:sets|brings) (?:the )?`(?<member>[A-Za-z_][\w-]*)` to (?<text>.+)$/iu;

const normal = (words: string): string => wordsOf(words).join(' ');

const numbersOf = ({ document }: Contract, schema: Schema | undefined): readonly NamedNumber[] =>
  [...membersOf(document, schema ?? true)].filter(([, one]) => isNumeric(document, one));

const boundsOf = ({ document }: Contract, schema: Schema): ToldFormula['bounds'] => {
  const own = resolvedSchema(document, schema);
  const { minimum, maximum } = isObject(own) ? own : {};
  return { least: typeof minimum === 'number' ? minimum : -Infinity, most: typeof maximum === 'number' ? maximum : Infinity };
};

/** The names of a formula that is of a resource and of what it names alone: no list, and no sum. */
const plainNames = (expression: Expression): readonly string[] | undefined => {
  if (['sum', 'mean', 'mean of numbers', 'count'].includes(expression.kind)) return undefined;
  if (!('left' in expression)) return namesIn(expression);
  const [left, right] = [plainNames(expression.left), plainNames(expression.right)];
  return left && right && [...left, ...right];
};

/** Does another sentence say something of the number, or of a part of it, by which it may be otherwise. */
const isChangedBy = (others: readonly string[], names: readonly string[]): boolean =>
  others.some((one) => {
    const words = ` ${normal(one)} `;
    const isAbout =
      /\b(?:it|its|this|that|amounts?|numbers?|both)\b/iu.test(one) || names.some((name) => words.includes(` ${normal(name)} `));
    return isAbout && (changing.test(one) || holdsForSome(one));
  });

type Told = Pick<NumberWithNamed, 'formula' | 'parts' | 'own'>;

const toldIn = (contract: Contract, { operation, trip, named }: Named & Pick<NumberWithNamed, 'operation' | 'trip'>): Told | undefined => {
  const { document } = contract;
  const noun = nounWordsOf(named.addsTo).join(' ');
  if (noun === '' || noun === nounWordsOf(trip.addsTo).join(' ')) return undefined;
  const ownNumbers = numbersOf(contract, placeIn(contract, trip.read, trip.id)?.schema);
  const names = ownNumbers.map(([name]) => name);
  // A number with the same name here may be kept from before.
  const others = numbersOf(contract, placeIn(contract, named.read, named.id)?.schema).filter(([name]) => !names.includes(name));
  const aliases = new Map(others.map(([name]) => [nameOfPart(noun, name), name]));
  const sentences = saidIn(valueAt(document, nodeOf(operation.location))).flatMap(sentencesOf);
  const found = sentences.flatMap((sentence): readonly Told[] => {
    const plain = sentence.replaceAll(/\s+/gu, ' ').replace(/[.\s]+$/u, '');
    const { member: coded, words = '', text = '' } = (sets.exec(plain) ?? head.exec(plain))?.groups ?? {};
    const member = coded ?? names.find((name) => normal(name) === normal(words.replace(/^the /iu, '')));
    const schema = ownNumbers.find(([name]) => name === member)?.[1];
    if (member === undefined || schema === undefined || hedged.test(text) || holdsForSome(sentence)) return [];
    const read = formulaIn(withNamedParts(text, noun, [...aliases.values()]), {
      numbers: [...names.filter((name) => name !== member), ...aliases.keys()],
      lists: new Map(),
    });
    const used = read?.expressions.map(plainNames);
    if (!read || !used || used.includes(undefined)) return [];
    const all = [...new Set(used.flatMap((one) => one ?? []))];
    const parts = new Map([...aliases].filter(([alias]) => all.includes(alias)));
    const own = all.filter((name) => !aliases.has(name));
    const counted = [
      ...ownNumbers.filter(([name]) => own.includes(name)),
      ...others.filter(([name]) => [...parts.values()].includes(name)),
    ];
    if (parts.size === 0 || !shareScale(document, [[member, schema], ...counted])) return [];
    const further = [...sentences.filter((one) => one !== sentence), ...descriptionsIn(document, schema).flatMap(sentencesOf)];
    if (isChangedBy(further, [member, ...own, ...parts.values()])) return [];
    const formula = { ...read, around: [], member, sentence, isConditional: false, bounds: boundsOf(contract, schema), inner: new Map() };
    return [{ formula, parts, own }];
  });
  return found.length === 1 ? found[0] : undefined;
};

const known = new WeakMap<Contract, readonly NumberWithNamed[]>();

/** Every such action of a contract that is held to the standard requirements. */
export const numbersWithNamed = (contract: Contract): readonly NumberWithNamed[] => {
  const found = known.get(contract) ?? (contract.standard.size === 0 ? [] : find(contract));
  known.set(contract, found);
  return found;
};

const find = (contract: Contract): readonly NumberWithNamed[] =>
  contract.operations.flatMap((operation): readonly NumberWithNamed[] => {
    const isAction = isActing(operation) && operation.effect !== 'safe' && operation.unsupported === undefined;
    const on = isAction ? onOwnResource(contract, operation) : undefined;
    const trip = on && roundTrips(contract).find(({ create }) => create.key === on.resourceType.create.key);
    if (!on || !trip?.read || !isDirectlyBelow(operation.path, trip.itemPath)) return [];
    const own = { ...trip, read: trip.read };
    const told = namedBy(contract, own)
      .filter(({ named }) => parametersIn(named.read.path).length === 1)
      .flatMap(({ by, named }): readonly NumberWithNamed[] => {
        const one = toldIn(contract, { operation, trip: own, by, named });
        return one ? [at(operation.location, { operation, on, trip: own, by, named, ...one })] : [];
      });
    return told.length === 1 ? told : [];
  });
