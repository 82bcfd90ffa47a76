import type { Contract, Operation, Schema } from '../../../contract/model.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import { descriptionsIn, isType, itemsOf, membersOf, partsOf } from '../../../contract/infer/schema-parts.ts';
import { saidIn, saidOfTags } from '../../../contract/said.ts';
import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { nodeOf } from '../../../model/location.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { edgeValues, saysNeeded } from '../../../generators/edge-values.ts';
import { withReferencesMadeUp } from '../../../generators/placeholder.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { isSettable } from '../../../generators/whole-body.ts';
import { defineScenario } from '../../kit/session.ts';
import { totalsIn } from '../../subjects/told-totals.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { belowOwn, sendWithRoom } from '../lifecycle/send-creation.ts';
import { uniqueOf } from './taken.ts';
import { type Edge, speaksOf, type TriedEdges, tryEdges } from '../calls/edge-rows.ts';
import { askedSchema } from '../../../contract/asked-content.ts';
import { formHindrance } from '../../../contract/wire/plain-form.ts';
import { holdsValue } from '../../../model/request.ts';

const known = new WeakMap<Operation, readonly Edge[]>();

/** Words of numbers whose limits depend on nothing else that a request names. */
const ownLimits: ReadonlySet<string> = new Set(
  'duration minutes percent percentage rating stars score priority price fee deposit weight width height depth pages servings latitude longitude'.split(
    ' ',
  ),
);

/** Words of what something is only counted among: such a thing has no room, no stock and no length that could limit it. */
const classes: ReadonlySet<string> = new Set(
  'category categories genre type kind group brand department country region language currency topic section tag label unit'.split(' '),
);

const namesClass = (name: string): boolean => wordsOf(name).some((word) => classes.has(word));

/** Words by which the description of a number relates it to something else: "Must not lie behind the end of the asset". */
const related =
  /\b(?:of|than|behind|beyond|before|after|within|in) (?:the|its|their|an?|this|that)\b|\b(?:depend\w*|available|remaining|stock|capacity|balance|free|left)\b/iu;

/** A number that the text of a member gives as a limit: "Percent (up to 100) or an amount". */
const toldLimit =
  /\b(?:up to|at most|no(?:t)? more than|max(?:imum)?(?: of| is)?|less than|below|under|at least|no(?:t)? less than|min(?:imum)?(?: of| is)?|over|above)\s+`?(-?\d+(?:\.\d+)?)/giu;

/** Does the text of a number tell a narrower limit than its schema: then it holds for some requests, which the text need not name. */
const tellsNarrower = (schema: Schema, texts: readonly string[]): boolean => {
  if (!isObject(schema)) return false;
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema as { minimum?: number; maximum?: number };
  return texts.flatMap((text) => [...text.matchAll(toldLimit)]).some(([, limit]) => Number(limit) > minimum && Number(limit) < maximum);
};

/** "When a product is sent, only `name` and `price` are required": which members have to be there at all, whatever their values are. */
const tellsRequired = /\bonly\b[^.;]*`\s+(?:is|are) (?:required|mandatory|needed|necessary)\s*[.;]?\s*$/iu;

/** Does the text of a whole body say of a member that its values depend on others: "A `channel` needs the matching detail: `sms` a phone number". */
const dependsOnOthers = (texts: readonly string[], name: string): boolean =>
  texts
    .flatMap(sentencesOf)
    .some(
      (one) =>
        one.includes(`\`${name}\``) &&
        !one.split(';').some((part) => tellsRequired.test(part) && part.includes(`\`${name}\``)) &&
        /\b(?:needs?|requires?|match\w*|depends?|together|(?:comes?|goes?) with|fits?|suits?|only|unless|if)\b/iu.test(one),
    );

/**
 * Does a sentence tie what one member of an object takes to a listed value of another member of it: "`values` are country codes for `country`, `mobile` or `desktop` for
 * `device`". The simplest object does not know of it.
 */
const tiesInside = (document: Contract['document'], schema: Schema, texts: readonly string[]): boolean => {
  const inner = [...membersOf(document, schema)];
  const sentences = [...texts, ...inner.flatMap(([, one]) => descriptionsIn(document, one))].flatMap(sentencesOf);
  return inner.some(([name, one]) => {
    const listed = partsOf(document, one).flatMap(({ enum: values }) => (Array.isArray(values) ? values : []));
    const values = listed.filter((value) => typeof value === 'string');
    const others = inner.flatMap(([other]) => (other === name ? [] : [other]));
    const quotes = (sentence: string, words: readonly string[]): boolean => words.some((word) => sentence.includes(`\`${word}\``));
    return sentences.some((sentence) => quotes(sentence, values) && quotes(sentence, others));
  });
};

/** A name as texts also write it: "Needed by the other kinds", "a paid order" for `isPaid`. */
const inTexts = (name: string): readonly string[] => {
  const [first, ...rest] = wordsOf(name);
  return [name, `${name}s`, ...(first === 'is' && rest.length > 0 ? [rest.join(' ')] : [])];
};

/** Does the text of another member speak of this one, or of a value that it lists, so that the other may have to be there with some of them, or to suit them. */
const isSpokenOf = (
  contract: Contract,
  others: readonly { readonly schema: Schema }[],
  name: string,
  listed: readonly unknown[],
): boolean => {
  const { document } = contract;
  const texts = others.flatMap(({ schema }) => {
    const items = itemsOf(document, schema);
    const inner = [schema, ...(items === undefined ? [] : [items])].flatMap((one) => [one, ...membersOf(document, one).values()]);
    return inner.flatMap((one) => descriptionsIn(document, one));
  });
  const names = [...inTexts(name), ...listed.filter((value) => typeof value === 'string')];
  return texts.some((text) => speaksOf(text, names));
};

/** Words of members in which what is made has to agree with what it belongs to: a price has the currency of its shop, a reading the unit of its meter. */
const agreeing: ReadonlySet<string> = new Set(['currency', 'unit', 'units', 'timezone', 'locale']);

/** Does another body of the document have the member as well, with values that it lists: what is made below or for such a thing may have to agree with it. */
const hasToAgree = (contract: Contract, operation: Operation, name: string, schema: Schema): boolean =>
  wordsOf(name).some((word) => agreeing.has(word)) &&
  isObject(schema) &&
  Array.isArray(schema['enum']) &&
  contract.operations.some((other) => {
    const asked = other.path === operation.path ? undefined : askedSchema(other.body);
    const same = asked === undefined ? undefined : membersOf(contract.document, asked).get(name);
    return partsOf(contract.document, same).some((part) => Array.isArray(part['enum']));
  });

/** The limits of a number may depend on what else the request names: the stock of a product, the seats of a room, the length of a film. */
const findEdges = (contract: Contract, operation: Operation): readonly Edge[] => {
  const members = bodyMembers(contract, operation);
  // What the document says to be taken once is the name of what is made, and of nothing else.
  const own = new Set(uniqueOf(contract, { create: operation }));
  const namesOthers = members.some(
    ({ name, required }) => required && !isSettable({ name, required: false }) && !namesClass(name) && !own.has(name),
  );
  const isBelow = parametersIn(operation.path).length > 0;
  const node = valueAt(contract.document, nodeOf(operation.location));
  const whole = [
    ...descriptionsIn(contract.document, askedSchema(operation.body)),
    ...saidIn(node),
    ...saidOfTags(contract.document, node),
  ];
  // The greatest value of one number may be too much beside the others of a bound that they have together.
  const shared = new Set(totalsIn(contract, operation).flatMap(({ inside, total }) => (inside === undefined ? total.names : [inside])));
  return members.flatMap(({ name, schema, conventions, required, inForm }): Edge[] => {
    const others = members.map((one) => one.name).filter((one) => one !== name);
    if (Object.keys(conventions).length > 0 || (isObject(schema) && speaksOf(schema['description'], others))) return [];
    // With one value of its list, a member may have to be there that the usual body leaves out.
    const mayNeedMore = members.some((one) => one.name !== name && !one.required && saysNeeded(one.schema));
    const isListed = isObject(schema) && Array.isArray(schema['enum']);
    if (dependsOnOthers(whole, name) || tiesInside(contract.document, schema, whole)) return [];
    if ((isBelow || namesOthers) && hasToAgree(contract, operation, name, schema)) return [];
    const texts = descriptionsIn(contract.document, schema);
    const isRelated = texts.some((text) => related.test(text));
    const isNarrower = tellsNarrower(schema, [...texts, ...whole.flatMap(sentencesOf).filter((one) => one.includes(`\`${name}\``))]);
    const listed = isObject(schema) && Array.isArray(schema['enum']) ? (schema['enum'] as unknown[]) : [];
    const mayDepend =
      (isListed || isType(contract.document, schema, 'boolean')) &&
      isSpokenOf(
        contract,
        members.filter((one) => one.name !== name),
        name,
        listed,
      );
    const isOwn = !isRelated && wordsOf(name).some((word) => ownLimits.has(word));
    return (
      edgeValues(contract.document, schema, name)
        .filter(({ value }) => (!namesOthers || isOwn || typeof value !== 'number') && !(isListed && mayNeedMore))
        .filter(({ value }) => typeof value !== 'number' || !isNarrower)
        .filter(({ isGreater }) => isGreater !== true || !shared.has(name))
        .filter(({ value, isGreater }) => typeof value !== 'number' || isGreater !== true || isOwn || (!isBelow && !isRelated))
        // With a value of another member it may have to be there itself.
        .filter(({ value }) => value !== null || required || !saysNeeded(schema))
        // An empty value of a form stands for nothing in many services.
        .filter(({ value }) => !inForm || (value !== '' && formHindrance({ [name]: value }) === undefined))
        .map((edge) => ({ ...edge, member: name, ...(mayDepend && { isUnsaid: true as const }) }))
    );
  });
};

/** What is created goes away with what it is below, and not by itself, so that little of it is created. */
const isLasting = ({ effect }: Operation): boolean => effect === 'creates-permanently';

/** Is it a text of the greatest length, which stores and proxies may cut or refuse, or one that shows that shorter ones are taken. */
const isLongText = ({ value, words }: Edge): boolean =>
  typeof value === 'string' && (words.startsWith('its maximum of ') || words === 'a text between its limits');

/** Does nothing take away what is created, so that few of it have to do: one with the longest texts, one with shorter ones, and as many as a member has listed values, up to three. */
export const staysForGood = (operation: Operation): boolean => isLasting(operation) && operation.inferred?.goesWithParent !== true;

/** A text of letters that take one octet each. */
const isOfPlainLetters = ({ value }: Edge): boolean => typeof value === 'string' && /^[A-Za-z]*$/u.test(value);

/** A great decimal in a text stands beside the longest texts, so that nothing more is created for it. */
const isGreatDecimal = ({ value, isGreater }: Edge): boolean => typeof value === 'string' && isGreater === true;

/** Words of numbers that are taken from something else where what is made cannot be taken back. */
const ofAmounts: ReadonlySet<string> = new Set(
  'amount price cost fee fare total sum value balance quantity credit credits points budget cents deposit tip discount'.split(' '),
);

/** Values that can stand beside the longest texts: a listed or a truth value, and a number at its limit where nobody pays with it. */
const canStandBeside = ({ member, value, words, isGreater }: Edge): boolean =>
  typeof value === 'boolean' ||
  words === 'a value that it lists' ||
  (typeof value === 'number' &&
    /^its m(?:in|ax)imum/u.test(words) &&
    (isGreater !== true || !wordsOf(member).some((word) => ofAmounts.has(word))));

/** The most values of one member, each of which needs a resource of its own that goes away with its parent alone, or stays. */
const mostLasting = 3;

/**
 * The values that the document names for the members of a creation. Of what goes away with its parent alone, or stays, the longest texts, the greatest decimals in texts, and some
 * that can stand beside these.
 */
export const edgesOf = (contract: Contract, operation: Operation): readonly Edge[] => {
  const all = (): readonly Edge[] => {
    const found = findEdges(contract, operation);
    if (!isLasting(operation)) return found;
    const isTried = (edge: Edge): boolean =>
      isGreatDecimal(edge) || (isLongText(edge) && (!staysForGood(operation) || isOfPlainLetters(edge)));
    const beside = (edge: Edge): boolean =>
      canStandBeside(edge) && found.filter((one) => one.member === edge.member && canStandBeside(one)).indexOf(edge) < mostLasting;
    return found.filter((edge) => isTried(edge) || beside(edge));
  };
  const edges = known.get(operation) ?? all();
  known.set(operation, edges);
  return edges;
};

/** Creations that together have each value that the document lists, and those at its limits. */
export const documentedValues = defineScenario<{ readonly operation: string }, TriedEdges>({
  id: 'documented-values',
  run(session, { operation: key }) {
    const { contract } = session;
    const operation = operationOf(contract, key);
    const schema = askedSchema(operation.body) ?? true;
    const requestOf = (row: readonly Edge[], n: number) => {
      const request = requestAsSet(session, { operation: key, settings: row, purpose: `edges-${n}` });
      // Others look at what is below the parent that all share.
      return (isLasting(operation) ? belowOwn(request) : undefined) ?? request;
    };
    const fits = (edge: Edge): boolean => {
      const { body } = requestOf([edge], 0);
      return holdsValue(body) && mayBeSent(contract.document, schema, withReferencesMadeUp(body.value));
    };
    const unique = new Set(uniqueOf(contract, { create: operation }));
    const taken = new Set<Edge>();
    let turn = 0;
    // What only one resource may have is sent until it is accepted: after that, each request with it would be in conflict.
    const send = async (whole: readonly Edge[]) => {
      turn += 1;
      const row = whole.filter((edge) => !taken.has(edge));
      const { madeUp = [], ...request } = requestOf(row, turn);
      const sent = { ...request, madeUp: [...madeUp, 'body', ...row.map(({ member }) => member)] };
      const exchange = await sendWithRoom(session, sent, (one) => session.send(one));
      if (isSuccess(exchange)) for (const edge of row) if (unique.has(edge.member)) taken.add(edge);
      return exchange;
    };
    return tryEdges(edgesOf(contract, operation).filter(fits), send, !staysForGood(operation));
  },
});
