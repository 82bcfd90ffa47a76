import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import type { Setting } from '../../generators/body-with.ts';
import { typesOf } from '../../generators/resolved-schema.ts';
import { nodeOf } from '../../model/location.ts';
import type { State } from './state-mentions.ts';

/** A name as documents write it: as code, or in quotes. */
const coded = (name: string): string => String.raw`[\x60"'‘“]${literalPattern(name)}[\x60"'’”]`;

const condition = String.raw`(?:if|when|where|while|whenever|as long as|once)`;

/** Sentences by which a flag puts something into a state where it has a value: "`shut` if `outOfUse` is set", "`asleep` when `awake` is false". */
const putsInto = (state: string, flag: string, value: boolean): readonly RegExp[] => {
  const words = value ? `set|on|given|${coded('true')}|true` : `off|${coded('false')}|false`;
  const isSet = String.raw`\b(?:is|was|has been) (?:${words})|(?:=|:) ?${value}`;
  return [
    new RegExp(String.raw`${coded(state)}[^\x60,;.]*\b${condition} (?:the (?:flag|switch|member) )?${coded(flag)} ?(?:${isSet})`, 'iu'),
    new RegExp(
      String.raw`\b${condition} ${coded(flag)} ?(?:${isSet})[^\x60,;.]*,?[^\x60,;.]*\b(?:is|becomes|shows|reads|says) ${coded(state)}`,
      'iu',
    ),
  ];
};

/** Sentences by which the flag that they describe does so: "Makes the room `shut`". */
const makesIt = (state: string): readonly RegExp[] => [
  new RegExp(String.raw`^(?:sets|makes|puts|turns|shows|marks)\b[^\x60,;.]*${coded(state)}`, 'iu'),
  new RegExp(String.raw`${coded(state)}[^\x60,;.]*\b${condition} (?:this|it|that) (?:is|has been) (?:set|on|true|${coded('true')})`, 'iu'),
];

const isDenied = (sentence: string): boolean => /\b(?:not|never|no longer|unless|without|n't)\b/iu.test(sentence);

/**
 * The boolean member of a creation that puts what it makes into a state which no body can name, because the service derives it: a member of the same name
 * (`closed` of the status, and `isClosed`), or one of which the document says so ("`shut` if `outOfUse` is set", "`asleep` when `awake` is false").
 */
export const flagBehindState = (contract: Contract, create: Operation, { member, value, name }: State): Setting | undefined => {
  const members = bodyMembers(contract, create);
  if (typeof value !== 'string' || members.some((one) => one.name === member)) return undefined;
  const flags = members.filter(({ schema }) => typesOf(schema).includes('boolean'));
  const said = (nodes: readonly unknown[]): readonly string[] =>
    nodes
      .flatMap(saidIn)
      .flatMap(sentencesOf)
      .flatMap((one) => one.split(';'))
      .filter((one) => !isDenied(one));
  const ofTags = saidOfTags(contract.document, valueAt(contract.document, nodeOf(create.location)));
  const ofState = partsOf(contract.document, membersOf(contract.document, answerSchema(create)).get(member));
  const shown = said([...ofTags.map((description) => ({ description })), ...ofState]);
  const found = flags.flatMap(({ name: flag, schema }): readonly Setting[] => {
    const words = wordsOf(flag);
    const own = said(partsOf(contract.document, schema));
    const isSaid = (patterns: readonly RegExp[], texts: readonly string[]): boolean =>
      texts.some((text) => patterns.some((pattern) => pattern.test(text)));
    const isCalledSo = (words[0] === 'is' ? words.slice(1) : words).join(' ') === name;
    if (isCalledSo || isSaid(makesIt(value), own)) return [{ member: flag, value: true }];
    return [true, false]
      .filter((one) => isSaid(putsInto(value, flag, one), [...shown, ...own]))
      .map((one) => ({ member: flag, value: one }));
  });
  const [setting, ...others] = found;
  return others.length === 0 ? setting : undefined;
};
