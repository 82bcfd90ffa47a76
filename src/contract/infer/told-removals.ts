import { literalPattern } from '../pattern/literal-pattern.ts';
import { firmSentencesOf } from './firm-sentences.ts';
import { sentencesOf } from './sentences.ts';
import { nounWordsOf } from './id-names.ts';
import { wordsOf } from './words.ts';
import { distinct } from '../../model/json.ts';

/** What a removal does with what belongs to the removed resource: it goes as well, it is kept, or nothing is surely said. */
export type Fate = 'taken' | 'kept' | undefined;

/** The names of a resource in sentences, in both numbers: `work order` and `work orders`. */
export const namesIn = (collectionPath: string): readonly string[] => {
  const one = nounWordsOf(collectionPath).join(' ');
  const many = wordsOf(collectionPath.split('/').findLast((part) => part !== '' && !part.startsWith('{')) ?? '').join(' ');
  return one === '' ? [] : distinct([many, one, `${one}s`]);
};

/** Words that make a sentence hold for some, for other callers, or for later only. */
const limiting =
  /\b(?:if|when|whenever|unless|until|till|once|while|whether|before|only|may|might|can|could|should|must|cannot|except|excluding|nor|neither|later|eventually|after|within|days?|hours?|minutes?|nights?|nightly|overnight|weekly|monthly|periodic\w*|gradual\w*|asynchronous\w*|background|soon|shortly|optional\w*|default|depend\w*|where|marked|index|cache|board|auditors|soon)\b|^with(?:out)? (?!(?:it|them|all|its|the|this|that|everything)\b)/u;

/** Words by which a sentence takes back a part of what it says, and words of what it takes back. */
const partly = /\b(?:but|however)\b/u;
const ofSome = /\b(?:ones|those|others|rest)\b/u;

const denying = /\b(?:no|not|never|without)\b/u;

const gone = /\b(?:deletes?d?|removes?d?|gone)\b/u;

const refusing = /\b(?:4\d\d|refuse[sd]?|reject(?:s|ed)?|conflict|fails?)\b/u;

/** Words by which what belongs to the resource is not removed. */
const otherwise =
  /\b(?:keeps?|kept|stays?|remains?|retain\w*|preserv\w*|detach\w*|unassign\w*|orphan\w*|moved?|moves|reassign\w*|transfer\w*|null|unlink\w*|clear(?:s|ed)|archiv\w*|hidden|hides?|cancel(?:s|led|ed)|closed|anonymi[sz]ed)\b/u;

/** Words by which what is removed is only put away. */
const putAway =
  /\barchiv|\bsoft[- ]?delet|\b(?:can|may) still be\b|\bhides?\b|\bhidden\b|\bdeactivat|\brestor|\btrash|\bundelet|\brecycle/iu;

/** A clause that says again that the resource is removed: "When a project is deleted, ...". */
const onRemoval = (parent: readonly string[]): RegExp =>
  new RegExp(String.raw`^(?:when|if|whenever) (?:the|an?|this|that) ${oneOf(parent)} is (?:deleted|removed), ?`, 'u');

/** "Drafts and cancelled orders can be deleted, together with their lines": what cannot be deleted takes nothing along anyway. */
const whatCan = /^[^,]* (?:can|may) be (deleted|removed),? (?=(?:together|along) with )/u;

type Part = { readonly whole: string; readonly isFirm: boolean };

/** The parts of sentences that stand alone, in plain small letters, without what is in parentheses. */
const partsOf = (text: string): readonly Part[] => {
  const bare = text.replaceAll(/\([^()]*\)/gu, ' ');
  const firm = new Set(firmSentencesOf(bare));
  return sentencesOf(bare).flatMap((sentence) =>
    sentence
      .toLowerCase()
      .replaceAll(/[`*_"]/gu, '')
      .replaceAll(
        /,? (?:and |which |this |that |it )*(?:can ?not|can't|can never) be (?:undone|restored|reverted|recovered|reversed)/gu,
        '',
      )
      .split(/[;:]|\.$/u)
      .map((part) => part.replaceAll(/\s+/gu, ' ').replaceAll(' ,', ',').trim())
      .filter((part) => part !== '')
      .map((whole) => ({ whole, isFirm: firm.has(sentence) })),
  );
};

const oneOf = (names: readonly string[]): string => `(?:${names.map((name) => literalPattern(name).replaceAll(' ', '[ -]')).join('|')})`;

/** The forms of sentences about the fate of what belongs to a resource. */
type Forms = Readonly<Record<'taken' | 'clause' | 'kept', readonly RegExp[]>>;

const formsFor = (parent: readonly string[], child: readonly string[], all: readonly string[]): Forms => {
  const [above, own, any] = [oneOf(parent), oneOf(child), oneOf(distinct([...all, ...parent, ...child]))];
  const which = String.raw`(?:(?:all|any|every|each|of|its|their|his|her|the|both|linked|associated|related|attached|${above}(?:'s|s')) )`;
  const item = String.raw`${which}*(?:${any}|[a-z]+s|history|data)`;
  const more = String.raw`(?:(?:,| and|, and| or) ${item})*`;
  // What is named stands in a list of nouns alone: "open tasks" are not all of them.
  const listed = String.raw`(?:${item}(?:,| and|, and| or) )*${which}*${own}\b${more}`;
  const sure = String.raw`(?:${which}+(?:${any}(?:,| and|, and| or) ${which}*)*${own}\b${more})`;
  const below = String.raw`(?: (?:of (?:the|this|that) ${above}|below it|in it|on it|under it|belonging to it))?${more}`;
  const start = String.raw`(?:^(?:otherwise,? |then |and |also )?|,? but |, (?:and |then )?(?=all |its |their |the |every |any )|\b(?:deleted|removed|gone|goes|go),? and (?:then )?)`;
  const also = String.raw`(?: (?:also|then|likewise|automatically|all|permanently|immediately|too))*`;
  const end = String.raw`(?=$|,| (?:too|as well|with (?:it|them|him|her|the)|along|together|and|at once|immediately|automatically|permanently|irrevocably|forever|for good|from then on|afterwards|in the same)\b)`;
  const removes = '(?:deletes?|removes?|erases?|purges?|drops?|destroys?)';
  const removed = '(?:deleted|removed|erased|purged|destroyed)';
  const withIt = String.raw`(?:with (?:it|them|him|her|the ${above})|too|as well|along)`;
  const make = (...sources: readonly string[]): readonly RegExp[] => sources.map((source) => new RegExp(source, 'u'));
  return {
    taken: make(
      // "Deletes the project and all its tasks."
      `^(?:this )?(?:also )?(?:permanently )?${removes} (?:permanently )?(?:(?:an?|the|this|that|one|single|whole) )*${above}(?: by (?:its )?id)?,? (?:and|with|as well as|plus|along with|together with|including) ${sure}${below}${end}`,
      // "Its tasks are deleted too", "the vehicles of the customer are deleted".
      `${start}${listed}${below} (?:are|is|get|gets|will be)${also} (?:${removed}|gone|(?:answered|answered with|refused with) 404)${end}`,
      // "The passes go too."
      `${start}${listed}${below} (?:go|goes|disappear|disappears|vanish|vanishes)(?: away)?(?: ${withIt})?$`,
      `${start}${listed}${below} (?:go|goes|disappear|disappears|vanish|vanishes)(?: away)? ${withIt}`,
      // "The course goes, and its sessions with it."
      String.raw`\b${above} (?:goes|is gone|disappears|is ${removed}),?(?: and)?(?: so (?:do|are))? ${sure}${below}(?: (?:go|goes|are|is))? ${withIt}`,
      String.raw`\bwith (?:it|them) (?:(?:go|goes) )?${sure}${below}(?: (?:go|goes|are ${removed}))?$`,
      `\\bcascad\\w* (?:to|into|over|on) ${listed}${below}${end}`,
      // "This also deletes all its tasks."
      String.raw`(?:^|\b(?:this|it|deletion|removal|and|${above}) )(?:also |automatically )?${removes} ${sure}${below}${end}`,
      String.raw`\btakes (?:along )?${sure}${below} (?:with it|along)`,
      String.raw`\bis ${removed},? (?:(?:together|along) )?(?:with|including) ${sure}${below}${end}`,
    ),
    // A clause of its own beside others: "the passes go too, waiting bookings become cancelled".
    clause: make(
      `^(?:otherwise |then |and |also )?${listed}${below} (?:(?:go|goes|disappear|disappears|vanish|vanishes)|(?:are|is|will be)${also} ${removed}) ${withIt}$`,
    ),
    kept: make(
      `${start}${listed}${below} (?:are|is|will be)${also} (?:kept|preserved|retained|untouched|unaffected|left (?:as they are|alone|untouched)|not (?:deleted|removed|erased|touched|affected))(?=$|,| (?:without|as|for|and|in|by|with|too)\\b)`,
      `${start}${listed}${below} (?:stay|stays|remain|remains)(?=$|,| (?:as|there|in place|readable|available|and|untouched|unaffected)\\b)`,
    ),
  };
};

/**
 * What the texts of a removal say of what belongs to the removed resource, judged sentence by sentence: "Otherwise the course goes, and its sessions with it", "Invoices
 * are kept". Undefined where nothing is plainly said, where it is said of some only, or where sentences contradict each other.
 * @param names The names of the removed resource, of what belongs to it, and of all resources of the document.
 */
export const fateIn = (
  texts: readonly string[],
  { parent, child, all }: { readonly parent: readonly string[]; readonly child: readonly string[]; readonly all: readonly string[] },
): Fate => {
  if (parent.length === 0 || child.length === 0 || texts.some((text) => putAway.test(text))) return undefined;
  let made: Forms | undefined;
  // Most texts name nothing of what belongs to the resource.
  const forms = (): Forms => (made ??= formsFor(parent, child, all));
  const again = onRemoval(parent);
  // "A case that others were joined to can't be deleted": the others are cases as well.
  const ofParent = new RegExp(
    String.raw`^(?:an? |the |this |that |any )?${oneOf(parent)} (?:that|which|who|with|whose) [^,]*\b(?:can ?not|can't|can never|may not|must not) be (?:deleted|removed)$`,
    'u',
  );
  const everything = String.raw`(?:all|everything|anything)(?: (?:that|which) is| that's)? (?:in|inside|within|below|under|beneath|of) (?:it|the ${oneOf(parent)})`;
  const contents = String.raw`(?:all |everything |all of )?(?:(?:that )?(?:it|the ${oneOf(parent)}) (?:contains|holds|has)|(?:of )?its (?:whole |entire )?contents?)`;
  /** "Deletes the shelf and all that is in it": whatever belongs to it. */
  const wholly = new RegExp(
    String.raw`^(?:this )?(?:also )?(?:permanently )?(?:deletes?|removes?|erases?|destroys?) (?:(?:an?|the|this|that|one|whole) )*${oneOf(parent)},? (?:and|with|as well as|plus|along with|together with|including) (?:${everything}|${contents})(?: (?:too|as well|at once|permanently|irrevocably|for good))?$`,
    'u',
  );
  const mention = new RegExp(String.raw`\b${oneOf(child)}\b`, 'u');
  const said = { taken: false, kept: false, otherwise: false };
  for (const text of texts) {
    let isRefused = false;
    for (const { whole, isFirm } of partsOf(text)) {
      const part = whole.replace(again, '').replace(whatCan, 'it is $1 ');
      const isAfterRefusal = isRefused;
      isRefused ||= refusing.test(part);
      if (ofSome.test(part) && !ofParent.test(part)) said.otherwise = true;
      if (wholly.test(part)) said.taken = true;
      // What is refused changes nothing.
      if (!mention.test(part) || (refusing.test(part) && !/\b404\b/u.test(part))) continue;
      // The other side of a choice is meant where what comes before it is no refusal.
      const isLimited = !isFirm || limiting.test(part) || (/\botherwise\b/u.test(part) && !isAfterRefusal);
      const isPlain = !partly.test(part) && !denying.test(part) && !otherwise.test(part) && forms().taken.some((one) => one.test(part));
      const isClause = (): boolean => part.split(/, (?:and )?/u).some((clause) => forms().clause.some((one) => one.test(clause)));
      if (!isLimited && (isPlain || isClause())) said.taken = true;
      else if (!isLimited && forms().kept.some((one) => one.test(part))) said.kept = true;
      else if (otherwise.test(part) || (denying.test(part) && gone.test(part))) said.otherwise = true;
    }
  }
  if (said.otherwise || said.taken === said.kept) return undefined;
  return said.taken ? 'taken' : 'kept';
};

/** Names of which nothing is said: they stand for what belongs to a resource but is in another state. */
const others = 'whatnots';

/** A state in a pattern, however its words are joined: `in_progress`, "in progress". */
const stateForm = (state: string): string => literalPattern(state).replaceAll('_', '[ _-]?');

/**
 * What the texts of a removal say of what belongs to the removed resource and is in some state: "Assignments that have ended are removed with the driver", "Closed
 * tasks stay". Judged as {@link fateIn} does, where what is said of other states is about something else. Without states of which nothing is surely said.
 * @param states The words of all states, joined by underscores.
 */
export const fatesInStates = (
  texts: readonly string[],
  names: { readonly parent: readonly string[]; readonly child: readonly string[]; readonly all: readonly string[] },
  states: readonly string[],
): readonly { readonly state: string; readonly fate: 'taken' | 'kept' }[] => {
  const { parent, child } = names;
  if (parent.length === 0 || child.length === 0 || states.length === 0) return [];
  const one = String.raw`(?:already |fully |been )*(?:${states.map(stateForm).join('|')})`;
  const list = String.raw`(?<states>${one}(?:(?:,| or| and|, or|, and) ${one})*)`;
  const [own, above] = [oneOf(child), oneOf(parent)];
  const forms = [
    String.raw`\b${list} (?<name>${own})\b`,
    String.raw`\b(?<name>${own})(?: of (?:the|this|that) ${above})?,? (?:that|which|who) (?:are|is|have|has|were|was)(?: been)? (?:in )?${list}\b`,
    String.raw`\b(?<name>${own})(?: of (?:the|this|that) ${above})? (?:in|with|whose) (?:(?:the|a|their|its) )?(?:state|status) (?:is |are |of )?${list}\b`,
  ].map((source) => new RegExp(source, 'gu'));
  const plain = texts.map((text) => text.toLowerCase().replaceAll(/[`*"]/gu, '').replaceAll(/\s+/gu, ' '));
  const about = (state: string): { readonly isNamed: boolean; readonly texts: readonly string[] } => {
    const isMeant = new RegExp(String.raw`\b${stateForm(state)}\b`, 'u');
    let isNamed = false;
    const said = plain.map((text) =>
      forms.reduce(
        (rest, form) =>
          rest.replaceAll(form, (...found) => {
            const { name, states: told } = found.at(-1) as { readonly name: string; readonly states: string };
            if (!isMeant.test(told)) return others;
            isNamed = true;
            return `its ${name}`;
          }),
        text,
      ),
    );
    return { isNamed, texts: said };
  };
  return states.flatMap((state) => {
    const { isNamed, texts: said } = about(state);
    const fate = isNamed ? fateIn(said, names) : undefined;
    return fate ? [{ state, fate }] : [];
  });
};

/** Do the texts of a removal say of what belongs to the removed resource that nothing shows it afterwards: "they are answered with 404 and appear in no list". */
export const saysNotFound = (texts: readonly string[], child: readonly string[]): boolean =>
  child.length > 0 &&
  texts
    .flatMap(partsOf)
    .some(({ whole }) => new RegExp(String.raw`\b(?:they|their ids?|${oneOf(child)})\b.*\b(?:404|no list)\b`, 'u').test(whole));
