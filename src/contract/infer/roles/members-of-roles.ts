import type { Contract, Operation } from '../../model.ts';
import { literalPattern } from '../../pattern/literal-pattern.ts';
import { wordsOf } from '../words.ts';
import { toldRoles, type Whom } from './hidden.ts';
import { namesIn } from './marked.ts';
import { leastOf, rolesIn } from './phrases.ts';
import { asRule } from './sentences.ts';
import { saidAt, textsOf } from './spelled.ts';
import { stemOf } from './stem.ts';
import { linesOf } from './texts.ts';

/** A member that the document leaves to some roles, and those that may not set it. */
export type MemberOfRoles = {
  readonly whom: Whom;
  /** The same roles by the stems of their names. */
  readonly named: ReadonlySet<string>;
  readonly sentence: string;
  /** Does the sentence say that others are refused. */
  readonly isRefusalTold: boolean;
};

const verb =
  '(?:set|change|edit|update|alter|modify|adjust|correct|give|assign|fill in|write|touch|switch|toggle|flip|decide on|decide|choose|raise|lower)';
const participle =
  '(?:set|changed|edited|updated|altered|modified|adjusted|corrected|given|assigned|filled in|written|touched|switched|toggled|flipped|decided on|decided|chosen|raised|lowered)';
const gerund =
  '(?:setting|changing|editing|updating|altering|modifying|adjusting|correcting|giving|assigning|filling in|writing|touching|switching|toggling|flipping|deciding on|deciding|choosing|raising|lowering)';
const several = (one: string): string => `${one}(?:(?:,? and |,? or |, )${one})*`;
const roles = String.raw`(?<roles>[^.:;()\x60]{3,60}?)`;
const may = '(?:may|can|are allowed to|is allowed to|are permitted to|is permitted to)';

/** What holds in some cases, or for what is one's own. */
const inSomeCases =
  /\b(?:if|unless|until|when|while|except|own|themsel(?:f|ves)|once|after|before|during|by default|beyond|above|below|(?:more|less|higher|lower|greater) than|still|again|twice|back)\b/iu;

/** Behind the member: to which values, from which ones, or of which resources alone. */
const narrowed = /^[^(,;.]*\b(?:to|from|by|with|without|in|on|at|that|which|whose|into|for)\b/iu;

/** The forms of a sentence that leaves a member to roles, `M` being what it is called. */
const only: readonly string[] = [
  // "Only curators may change `sealed`", "Nobody but managers can set `limit`."
  String.raw`\b(?:only|nobody but|no one but|none but) ${roles} (?:ever )?${may} ${several(verb)} M(?<rest>.*)$`,
  // "`sealed` can be changed by curators only", "`limit` is only set by a manager", "`limit`: set by managers only".
  String.raw`M:? (?:(?:can|may|must|is|are) )?(?:only )?(?:be )?(?:only )?${several(participle)} (?:only )?by (?:only )?${roles}(?<rest>[.;,(].*)?$`,
  // "Changing `sealed` is for curators only", "Setting `limit` takes the role manager", "Changing `limit` needs a manager".
  String.raw`\b${several(gerund)} M (?:is (?:only )?(?:for|left to|reserved for|up to|limited to|restricted to|allowed to)|requires|takes|needs|is possible for) ${roles}(?<rest>[.;,(].*)?$`,
];

/** "Porters may not change `sealed`", "`limit` cannot be set by porters". */
const denied: readonly string[] = [
  String.raw`^(?:but |and )?${roles} (?:may not|cannot|can not|can't|must not|may never|are not allowed to|is not allowed to) ${several(verb)} M(?<rest>.*)$`,
  String.raw`M (?:cannot|can not|can't|may not|must not) be ${several(participle)} by ${roles}(?<rest>[.;,(].*)?$`,
];

/** "M" of the second form of {@link only} is for some only where the sentence says so. */
const saysOnly = /\b(?:only|nobody but|no one but|none but|reserved|restricted|limited|left to|requires|takes|needs|up to)\b/iu;

/** Words of each form of {@link denied}. */
const saysDenied = /\b(?:may not|cannot|can not|can't|must not|may never|not allowed to)\b/iu;

/** The description of a member leaves out what it is about, or calls it "it": "Set by managers only", "Only managers may change it". */
const asNamed = (member: string, line: string): string => {
  const named = line.replaceAll(
    /\b(?:this|the) (?:member|field|property|attribute|value|flag)\b|(?<=\b(?:set|change|edit|update|alter|modify|adjust|give|assign) )(?:it|this)\b/giu,
    `\`${member}\``,
  );
  return new RegExp(String.raw`^(?:(?:can|may|is) )?(?:only )?(?:be )?(?:only )?${participle}\b`, 'iu').test(named)
    ? `\`${member}\` ${named.replace(/^\p{Lu}/u, (one) => one.toLowerCase())}`
    : named;
};

/** A sentence in which the text of another member than the one in question is none. */
type Said = { readonly line: string; readonly member: string };

const readIn = (document: Contract['document'], { line, member }: Said): MemberOfRoles | undefined => {
  const { lesser } = toldRoles(document);
  const names = namesIn(document);
  if (!line.toLowerCase().includes(wordsOf(member).at(-1) ?? '')) return undefined;
  if (inSomeCases.test(line) || asRule.test(line)) return undefined;
  const inWords = wordsOf(member).map(literalPattern).join('[ -]');
  const other = String.raw`\x60[\w.-]+\x60`;
  const one = String.raw`(?:(?:(?:the|its|their) )?\x60${literalPattern(member)}\x60|(?:the|an?|its|their) ${inWords}(?![\w-]))`;
  const called = String.raw`(?:${other}(?:, | and | or |, and |, or ))*${one}(?:(?:, | and | or |, and |, or )${other})*(?: of [^\x60:;,.()]{1,40}?)?`;
  const matchOf = (forms: readonly string[]): RegExpExecArray | undefined =>
    forms.map((form) => new RegExp(form.replaceAll('M', called), 'iu').exec(line)).find((found) => found !== null) ?? undefined;
  const reserved = saysOnly.test(line) ? matchOf(only) : undefined;
  const found = reserved ?? (saysDenied.test(line) ? matchOf(denied) : undefined);
  if (!found || narrowed.test(found.groups?.['rest'] ?? '')) return undefined;
  const phrase = found.groups?.['roles'] ?? '';
  const told = rolesIn(phrase.replace(/\bonly\b/giu, ' '), names);
  // Which roles are above another one, such a sentence does not say.
  if (!told || new RegExp(leastOf.source, 'iu').test(phrase)) return undefined;
  const named = new Set(reserved ? [...lesser].filter((role) => !told.includes(role)) : told.filter((role) => lesser.has(role)));
  if (named.size === 0) return undefined;
  const isRefusalTold = /\b(?:403|forbidden|refused|rejected|denied)\b/iu.test(line);
  return { whom: named.size === lesser.size ? 'all' : named, named, sentence: line, isRefusalTold };
};

/** The stems of the nouns that a text speaks of. */
const nounsIn = (text: string): ReadonlySet<string> => new Set(wordsOf(text).map(stemOf));

/**
 * The roles that may not set a member by a change: by the text of the change ("Only curators may change `sealed`"), by that of the member ("Set by managers only"), or by a
 * sentence of the introduction that names it and the resource. Undefined where nothing is said, or of some cases or values alone.
 * @param own What the descriptions of the member say.
 */
export const memberOfRoles = (
  document: Contract['document'],
  operation: Pick<Operation, 'location' | 'path'>,
  member: string,
  own: readonly string[],
): MemberOfRoles | undefined => {
  if (toldRoles(document).lesser.size === 0) return undefined;
  const nouns = nounsIn(operation.path.replaceAll(/\{[^}]*\}/gu, ' '));
  const lines = [
    ...saidAt(document, operation).flatMap(linesOf),
    ...own.flatMap(linesOf).map((line) => asNamed(member, line)),
    ...textsOf(document)
      .flatMap(linesOf)
      .filter((line) => line.includes(`\`${member}\``) && [...nounsIn(line.replaceAll(/`[^`]*`/gu, ' '))].some((word) => nouns.has(word))),
  ];
  return lines.map((line) => readIn(document, { line, member })).find((found) => found !== undefined);
};
