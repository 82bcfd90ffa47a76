import { numerals } from '../numerals.ts';
import { singular } from '../singular.ts';
import { wordsOf } from '../words.ts';
import { type Expression, namesAny } from './expression.ts';
import { named, normal } from './names.ts';
import { type Rounding, roundingIn } from './rounding.ts';

/** The numbers and the lists of an object, by which words of a sentence can be meant. */
export type Scope = {
  readonly numbers: readonly string[];
  /** From what a number is taken off where a text does not say: the subtotal of the discount. */
  readonly wholes?: ReadonlyMap<string, string>;
  /** The member that has a number in some of these objects alone, and the words for what they are about then: `value`, "scale question". */
  readonly mixed?: { readonly name: string; readonly of: string };
  readonly lists: ReadonlyMap<string, Scope>;
};

/** A derived number, in each way in which the sentence can be read. */
export type Formula = { readonly expressions: readonly Expression[]; readonly rounding: Rounding | undefined };

type Token = { readonly kind: 'name' | 'number' | 'word'; readonly text: string };

/** What a parser may have read from a place on, and where it then stands. */
type Read<T> = readonly (readonly [value: T, next: number])[];

/** More words than this are no formula. */
const mostTokens = 40;

const signs: Readonly<Record<string, string>> = {
  '×': 'times',
  '*': 'times',
  '·': 'times',
  '−': 'minus',
  '–': 'minus',
  '-': 'minus',
  '+': 'plus',
  '/': 'over',
  '÷': 'over',
  '%': 'percent',
};

const tokensOf = (text: string): readonly Token[] =>
  [...text.matchAll(/`(?<name>[^`]+)`|(?<number>\d+(?:\.\d+)?)|(?<word>\p{L}[\p{L}\p{N}_'’-]*)|(?<sign>[×*·−–+/÷%,()-])/gu)].map(
    ({ groups = {} }) => {
      const { name, number, word, sign = '' } = groups;
      if (name !== undefined) return { kind: 'name', text: name };
      if (number !== undefined) return { kind: 'number', text: number };
      return { kind: 'word', text: word ?? signs[sign] ?? sign };
    },
  );

/** The only list that words mean: "lines" and "line items" are `lineItems`. */
const listNamed = (words: string, scope: Scope): string | undefined => {
  const names = [...scope.lists.keys()];
  const same = names.filter((name) => normal(name) === words || singular(normal(name)) === singular(words));
  const last = names.filter((name) => wordsOf(name).at(-1) === words);
  const found = same.length > 0 ? same : last;
  return found.length === 1 ? found[0] : undefined;
};

/** What an item adds to "the sum of the lines". */
const amounts: ReadonlySet<string> = new Set([
  'amount',
  'total',
  'sum',
  'line total',
  'line amount',
  'line sum',
  'total amount',
  'total price',
  'subtotal',
]);

const amountIn = (scope: Scope): string | undefined => {
  const found = scope.numbers.filter((name) => amounts.has(normal(name)));
  return found.length === 1 ? found[0] : undefined;
};

/** Words at the end of a name that say in what it is counted: "the delays" are `delay_minutes`. */
const units: ReadonlySet<string> = new Set(
  'milliseconds seconds minutes hours days weeks months years ms sec secs min mins metres meters kilometres kilometers km grams kilograms kg litres liters cents percent points'.split(
    ' ',
  ),
);

/** Numbers of an item by which another one of it is multiplied first: prices are not added up without them. */
const multiples: ReadonlySet<string> = new Set('quantity quantities qty pieces units nights copies seats tickets'.split(' '));
const perPiece: ReadonlySet<string> = new Set('price rate cost fee wage tariff'.split(' '));

/** The number of an item that a plural means, with or without its unit: "delays" are `delay` or `delay_minutes`; undefined where it is not clear. */
const numberOfItems = (words: string, { numbers }: Scope): string | undefined => {
  const one = singular(words);
  if (one === words) return undefined;
  const found = numbers.filter((name) => {
    const parts = wordsOf(name);
    const bare = units.has(parts.at(-1) ?? '') && parts.length > 1 ? parts.slice(0, -1) : parts;
    return [bare, parts].some((those) => those.join(' ') === one || those.join(' ') === words);
  });
  const isPerPiece = one.split(' ').some((word) => perPiece.has(word)) && numbers.some((name) => multiples.has(normal(name)));
  return found.length === 1 && !isPerPiece ? found[0] : undefined;
};

const articles: ReadonlySet<string> = new Set(['the', 'its', 'all', 'this', 'their', 'each', 'every']);

const additions: Readonly<Record<string, '+' | '-'>> = { plus: '+', minus: '-', less: '-' };
const products: Readonly<Record<string, '*' | '/'>> = { times: '*', x: '*', over: '/' };

/** Words for the one of two numbers. */
const comparisons: Readonly<Record<string, 'least' | 'greatest'>> = {
  greater: 'greatest',
  higher: 'greatest',
  larger: 'greatest',
  more: 'greatest',
  lesser: 'least',
  lower: 'least',
  smaller: 'least',
  less: 'least',
};

/** That a number which is null counts as 0, between brackets behind its name. */
const nothingIsZero =
  /^(?:(?:taken as |counted as |counts as |treated as )?(?:0|zero|nothing) (?:if|when|where|while) (?:it is )?null|null (?:is|as|=|counts as|is taken as|is counted as|means) (?:0|zero|nothing)|(?:0|zero|nothing) for null)$/u;

/** A name of several words is no longer than this. */
const longestName = 4;

/** Is something computed: a name alone, also within bounds, may be any word of a description. */
const isDerived = (expression: Expression): boolean => {
  if (expression.kind === 'least' || expression.kind === 'greatest')
    return expression.ofTwo ? namesAny(expression) : isDerived(expression.left);
  return expression.kind !== 'member' && namesAny(expression);
};

class Parser {
  readonly #tokens: readonly Token[];
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  #word(at: number): string | undefined {
    const token = this.#tokens[at];
    return token?.kind === 'word' ? token.text.toLowerCase() : undefined;
  }

  /** Passes over words; undefined where others stand there. */
  #after(at: number, ...words: readonly string[]): number | undefined {
    return words.every((word, n) => this.#word(at + n) === word) ? at + words.length : undefined;
  }

  #pastArticles(at: number): number {
    let next = at;
    while (articles.has(this.#word(next) ?? '')) next += 1;
    return next;
  }

  /** A name in backticks, or of a few words, that a resolver knows. */
  #resolved(at: number, resolve: (words: string) => string | undefined): Read<string> {
    const from = this.#pastArticles(at);
    const token = this.#tokens[from];
    if (token?.kind === 'name') {
      const found = resolve(normal(token.text));
      return found === undefined ? [] : [[found, from + 1]];
    }
    const found: (readonly [string, number])[] = [];
    for (let length = 1; length <= longestName; length += 1) {
      const words = this.#tokens.slice(from, from + length);
      if (words.length < length || words.some((word) => word.kind !== 'word')) break;
      const name = resolve(normal(words.map((word) => word.text).join(' ')));
      if (name !== undefined) found.push([name, from + length]);
    }
    return found;
  }

  #list(at: number, scope: Scope): Read<string> {
    return this.#resolved(at, (words) => listNamed(words, scope));
  }

  /** "the sum of the lines", "the sum of `amount` of all lines", "the mean of the scores of all ratings", "the number of lines". */
  #overList(at: number, scope: Scope): Read<Expression> {
    const from = this.#pastArticles(at);
    const [kind, next] =
      this.#word(from) === 'sum' || this.#word(from) === 'total'
        ? (['sum', this.#after(from + 1, 'of')] as const)
        : (['mean', ['mean', 'average'].includes(this.#word(from) ?? '') ? this.#after(from + 1, 'of') : undefined] as const);
    const counted = ['number', 'count'].includes(this.#word(from) ?? '') ? this.#after(from + 1, 'of') : undefined;
    if (counted !== undefined) return this.#list(counted, scope).map(([list, to]) => [{ kind: 'count', list }, to]);
    if (next === undefined) return [];
    const bare = this.#list(next, scope).flatMap(([list, to]): Read<Expression> => {
      const own = scope.lists.get(list);
      const name = own && amountIn(own);
      return name === undefined ? [] : [[{ kind, list, of: { kind: 'member', name } }, to]];
    });
    const ofItems = [...scope.lists].flatMap(([list, inner]) =>
      this.#sum(next, inner).flatMap(([of, to]): Read<Expression> => {
        const link = ['of', 'over', 'in', 'for', 'from'].includes(this.#word(to) ?? '') ? to + 1 : undefined;
        if (link === undefined || !namesAny(of)) return [];
        return this.#list(link, scope).flatMap(([found, end]) => (found === list ? [[{ kind, list, of }, end] as const] : []));
      }),
    );
    const ofSome = kind === 'mean' ? this.#list(next, scope).flatMap((found) => this.#mixed(found, scope)) : [];
    const ofTwo = kind === 'sum' ? this.#operands(next, scope) : [];
    return [...bare, ...ofItems, ...this.#ofAll(next, kind, scope), ...ofSome, ...ofTwo];
  }

  /** What follows "the sum of": "all delays", where the items of one list alone have such a number. */
  #ofAll(at: number, kind: 'sum' | 'mean', scope: Scope): Read<Expression> {
    return this.#resolved(at, (words) => {
      if (named(words, scope.numbers) !== undefined || listNamed(words, scope) !== undefined) return undefined;
      const holders = [...scope.lists].filter(([, inner]) => numberOfItems(words, inner) !== undefined);
      return holders.length === 1 ? holders[0]?.[0] : undefined;
    }).flatMap(([list, to]): Read<Expression> => {
      const from = this.#pastArticles(at);
      const words = normal(
        this.#tokens
          .slice(from, to)
          .map(({ text }) => text)
          .join(' '),
      );
      const inner = scope.lists.get(list);
      const name = inner && numberOfItems(words, inner);
      return name === undefined ? [] : [[{ kind, list, of: { kind: 'member', name } }, to]];
    });
  }

  /** "all delays added up", "the delays together". */
  #addedUp(at: number, scope: Scope): Read<Expression> {
    if (this.#pastArticles(at) === at) return [];
    const phrases = ['together', 'taken together', 'added up', 'added together', 'put together', 'summed up', 'combined'];
    return this.#ofAll(at, 'sum', scope).flatMap(([sum, next]) =>
      phrases.flatMap((phrase) => {
        const to = this.#after(next, ...phrase.split(' '));
        return to === undefined ? [] : [[sum, to] as const];
      }),
    );
  }

  /** "one more than `repeats`", "2 less than `rows`", and "1 plus `repeats`", where it can be meant as one number. */
  #beside(at: number, scope: Scope): Read<Expression> {
    const token = this.#tokens[at];
    const value = token?.kind === 'number' ? Number(token.text) : numerals.indexOf(this.#word(at) ?? '');
    if (value < 1) return [];
    const links = { 'more than': '+', 'less than': '-', 'fewer than': '-', plus: '+' } as const;
    return Object.entries(links).flatMap(([words, kind]) => {
      const to = this.#after(at + 1, ...words.split(' '));
      if (to === undefined) return [];
      return this.#plain(to, scope).map(([left, end]) => [{ kind, left, right: { kind: 'number', value } }, end] as const);
    });
  }

  /** What follows an expression that is taken once, and once more for each of a number: "the deposit, once and for each `guest`". */
  #onceAndForEach([left, at]: readonly [Expression, number], scope: Scope): Read<Expression> {
    const comma = this.#after(at, ',') ?? at;
    const once = [
      'once and',
      'once and once more',
      'once and once again',
      'once and again',
      'once plus once',
      'plus once',
      'plus once more',
      'and once more',
      'and again',
    ];
    return once.flatMap((words): Read<Expression> => {
      const to = this.#after(comma, ...words.split(' '), 'for');
      if (to === undefined || !['each', 'every'].includes(this.#word(to) ?? '')) return [];
      const counted = (noun: string): string | undefined => {
        const found = scope.numbers.filter((name) => singular(normal(name)) === singular(noun));
        return found.length === 1 ? found[0] : undefined;
      };
      return this.#resolved(to, counted).flatMap(([name, end]): Read<Expression> => {
        const times: Expression = { kind: '+', left: { kind: 'member', name }, right: { kind: 'number', value: 1 } };
        return left.kind === 'member' && left.name === name ? [] : [[{ kind: '*', left, right: times }, end]];
      });
    });
  }

  /** An expression in brackets: "(`repeats` + 1)". */
  #bracketed(at: number, scope: Scope): Read<Expression> {
    const from = this.#after(at, '(');
    if (from === undefined) return [];
    return this.#sum(from, scope).flatMap(([inner, next]) => {
      const to = this.#after(next, ')');
      return to === undefined || inner.kind === 'member' ? [] : [[inner, to] as const];
    });
  }

  /** What follows a list of which some items have a number: "(the mean of the answers) to scale questions". */
  #mixed([list, at]: readonly [string, number], scope: Scope): Read<Expression> {
    const mixed = scope.lists.get(list)?.mixed;
    if (mixed === undefined || !['to', 'of', 'on', 'for'].includes(this.#word(at) ?? '')) return [];
    const from = this.#pastArticles(at + 1);
    const length = mixed.of.split(' ').length;
    const words = this.#tokens.slice(from, from + length).map(({ text }) => singular(normal(text)));
    return words.join(' ') === mixed.of ? [[{ kind: 'mean of numbers', list, name: mixed.name }, from + length]] : [];
  }

  /** "the sum of A, B and C". */
  #operands(at: number, scope: Scope): Read<Expression> {
    const more = ([left, next]: readonly [Expression, number], isLast: boolean): Read<Expression> => {
      const comma = this.#after(next, ',');
      const and = this.#after(comma ?? next, 'and');
      const link = and ?? comma;
      if (isLast || link === undefined) return isLast ? [[left, next]] : [];
      return this.#product(link, scope).flatMap(([right, to]) => more([{ kind: '+', left, right }, to], and !== undefined));
    };
    return this.#product(at, scope).flatMap((first) => more(first, false));
  }

  /** "10 percent of E", "`rate` basis points of E", "half of E". */
  #share(at: number, scope: Scope): Read<Expression> {
    const from = this.#pastArticles(at);
    if (this.#word(from) === 'half') {
      const of = this.#after(from + 1, 'of') ?? from + 1;
      return this.#sum(of, scope).map(([right, to]) => [{ kind: '*', left: { kind: 'number', value: 0.5 }, right }, to]);
    }
    return this.#plain(at, scope).flatMap(([rate, next]): Read<Expression> => {
      const percent = this.#after(next, 'percent') ?? this.#after(next, 'per', 'cent');
      const points = this.#after(next, 'basis', 'points') ?? this.#after(next, 'bps');
      const of = this.#after(percent ?? points ?? next, 'of');
      if ((percent ?? points) === undefined || of === undefined) return [];
      const parts = percent === undefined ? 10_000 : 100;
      const left: Expression = { kind: '/', left: rate, right: { kind: 'number', value: parts } };
      return this.#sum(of, scope).map(([right, to]) => [{ kind: '*', left, right }, to]);
    });
  }

  /** A number, or the name of one. */
  #plain(at: number, scope: Scope): Read<Expression> {
    const token = this.#tokens[at];
    if (token?.kind === 'number') return [[{ kind: 'number', value: Number(token.text) }, at + 1]];
    return this.#resolved(at, (words) => named(words, scope.numbers)).map(([name, next]) => {
      const [ofNull, to] = this.#ofNull(next);
      return [{ kind: 'member', name, ...(ofNull === undefined ? {} : { ofNull }) }, to];
    });
  }

  /** What a member counts as where it is null, behind its name: "(0 if null)", "(null counts as 0)". */
  #ofNull(at: number): readonly [value: number | undefined, next: number] {
    const from = this.#after(at, '(');
    const end = from === undefined ? -1 : this.#tokens.findIndex((_one, n) => n >= from && this.#word(n) === ')');
    if (from === undefined || end < 0) return [undefined, at];
    const said = this.#tokens
      .slice(from, end)
      .map(({ text }) => text.toLowerCase())
      .join(' ');
    return nothingIsZero.test(said) ? [0, end + 1] : [undefined, at];
  }

  /** "what is left after the discount", "the subtotal after the discount", which may be what is called the subtotal. */
  #left(at: number, scope: Scope): Read<Expression> {
    const after = ([whole, next]: readonly [Expression | undefined, number]): Read<Expression> => {
      const from = this.#after(next, 'after');
      if (from === undefined) return [];
      const taking = ['deducting', 'subtracting', 'taking off', 'deduction of', 'subtraction of'];
      const taken = taking.flatMap((words) => this.#after(from, ...words.split(' ')) ?? [])[0] ?? from;
      return this.#resolved(taken, (words) => named(words, scope.numbers)).flatMap(([name, to]): Read<Expression> => {
        const right: Expression = { kind: 'member', name };
        const known = scope.wholes?.get(name);
        const left = whole ?? (known === undefined ? undefined : ({ kind: 'member', name: known } as const));
        if (left === undefined || (left.kind === 'member' && left.name === name)) return [];
        const difference = [{ kind: '-', left, right }, to] as const;
        return whole === undefined ? [difference] : [difference, [left, to]];
      });
    };
    const phrases = [
      'what is left',
      'what remains',
      'all that is left',
      'that which is left',
      'the rest',
      'the remainder',
      'the amount left',
      'the amount',
    ];
    const unnamed = phrases.flatMap((words) => this.#after(at, ...words.split(' ')) ?? []);
    return [...unnamed.flatMap((next) => after([undefined, next])), ...this.#plain(at, scope).flatMap(after)];
  }

  /** "the greater of A and B", "the lower of A and B". */
  #ofTwo(at: number, scope: Scope): Read<Expression> {
    const from = this.#after(at, 'the') ?? at;
    const kind = comparisons[this.#word(from) ?? ''];
    const [first] = ['of', 'of the two'].flatMap((words) => this.#after(from + 1, ...words.split(' ')) ?? []);
    if (kind === undefined || first === undefined) return [];
    return this.#sum(first, scope).flatMap(([left, next]) => {
      const second = this.#after(next, 'and');
      return second === undefined ? [] : this.#sum(second, scope).map(([right, to]) => [{ kind, left, right, ofTwo: true }, to] as const);
    });
  }

  /** The whole is one of two: "A or B, whichever is greater". */
  #whichever(scope: Scope): Read<Expression> {
    return this.#product(0, scope).flatMap(([left, next]) => {
      const second = this.#after(this.#after(next, ',') ?? next, 'or');
      if (second === undefined) return [];
      return this.#product(second, scope).flatMap(([right, to]): Read<Expression> => {
        const said = this.#after(this.#after(to, ',') ?? to, 'whichever', 'is');
        const from = said === undefined ? undefined : (this.#after(said, 'the') ?? said);
        const kind = from === undefined ? undefined : comparisons[this.#word(from) ?? ''];
        return kind === undefined || from === undefined ? [] : [[{ kind, left, right, ofTwo: true }, from + 1]];
      });
    });
  }

  #factor(at: number, scope: Scope): Read<Expression> {
    return [
      ...this.#ofTwo(at, scope),
      ...this.#plain(at, scope),
      ...this.#beside(at, scope),
      ...this.#bracketed(at, scope),
      ...this.#share(at, scope),
      ...this.#overList(at, scope),
      ...this.#addedUp(at, scope),
      ...this.#left(at, scope),
    ];
  }

  #chain(
    at: number,
    part: (from: number) => Read<Expression>,
    link: (from: number) => readonly ['+' | '-' | '*' | '/', number] | undefined,
  ): Read<Expression> {
    const more = (left: Expression, next: number): Read<Expression> => {
      const found = link(next);
      const longer = found === undefined ? [] : part(found[1]).flatMap(([right, to]) => more({ kind: found[0], left, right }, to));
      return [[left, next], ...longer];
    };
    return part(at).flatMap(([left, next]) => more(left, next));
  }

  #product(at: number, scope: Scope): Read<Expression> {
    return this.#chain(
      at,
      (from) => this.#factor(from, scope),
      (from) => {
        const by = this.#after(from, 'multiplied', 'by');
        const divided = this.#after(from, 'divided', 'by');
        if (by !== undefined) return ['*', by];
        if (divided !== undefined) return ['/', divided];
        const sign = products[this.#word(from) ?? ''];
        return sign && [sign, from + 1];
      },
    );
  }

  #sum(at: number, scope: Scope): Read<Expression> {
    return this.#chain(
      at,
      (from) => this.#product(from, scope),
      (from) => {
        const sign = additions[this.#word(from) ?? ''];
        const reduced = this.#after(from, 'reduced', 'by');
        const increased = this.#after(from, 'increased', 'by');
        if (reduced !== undefined) return ['-', reduced];
        if (increased !== undefined) return ['+', increased];
        return sign && [sign, from + 1];
      },
    );
  }

  /** An expression and, behind a comma, by what the whole of it is multiplied or divided: "the subtotal plus the fee, times `nights`". */
  #whole(at: number, scope: Scope): Read<Expression> {
    const by = { times: '*', 'multiplied by': '*', 'divided by': '/' } as const;
    return this.#sum(at, scope).flatMap(([left, next]) => {
      const comma = this.#after(next, ',');
      const more = this.#onceAndForEach([left, next], scope);
      if (comma === undefined) return [[left, next] as const, ...more];
      const from = ['all of this', 'all this', 'all that', 'the whole', 'this', 'and', 'all'].flatMap(
        (words) => this.#after(comma, ...words.split(' ')) ?? [],
      );
      const wholes = Object.entries(by).flatMap(([words, kind]) => {
        const to = this.#after(from[0] ?? comma, ...words.split(' '));
        return to === undefined ? [] : this.#factor(to, scope).map(([right, end]) => [{ kind, left, right }, end] as const);
      });
      return [[left, next] as const, ...more, ...wholes];
    });
  }

  /** "E in percent of F", "E as a percentage of F", "the percentage of F that is E". */
  #percentage(scope: Scope): Read<Expression> {
    const of = (left: Expression, right: Expression): Expression => ({
      kind: '*',
      left: { kind: '/', left, right },
      right: { kind: 'number', value: 100 },
    });
    const links = ['in percent of', 'in per cent of', 'as a percentage of', 'as percentage of', 'as percent of', 'as a percent of'];
    const parts = this.#sum(0, scope).flatMap(([left, next]) =>
      links.flatMap((words) => {
        const to = this.#after(next, ...words.split(' '));
        return to === undefined ? [] : this.#sum(to, scope).map(([right, end]) => [of(left, right), end] as const);
      }),
    );
    const from = this.#pastArticles(0);
    const whole = ['percentage of', 'percent of', 'per cent of'].flatMap((words) => this.#after(from, ...words.split(' ')) ?? []);
    const those = ['that is', 'that are', 'which is', 'which are', 'taken by', 'taken up by', 'used by', 'used up by'];
    const shares = whole.flatMap((start) =>
      this.#sum(start, scope).flatMap(([right, next]) =>
        those.flatMap((words) => {
          const to = this.#after(next, ...words.split(' '));
          return to === undefined ? [] : this.#sum(to, scope).map(([left, end]) => [of(left, right), end] as const);
        }),
      ),
    );
    return [...parts, ...shares];
  }

  /** Bounds behind an expression: "but not below 0", "at most `limit`", "never negative". */
  #bounded([expression, at]: readonly [Expression, number], scope: Scope): Read<Expression> {
    const comma = this.#after(at, ',') ?? at;
    const from = this.#after(comma, 'but') ?? this.#after(comma, 'and') ?? comma;
    const never = this.#after(from, 'never', 'negative') ?? this.#after(from, 'not', 'negative');
    if (never !== undefined) return [[{ kind: 'greatest', left: expression, right: { kind: 'number', value: 0 } }, never]];
    const lower = ['not below', 'never below', 'at least', 'not less than', 'never less than', 'no less than'];
    const upper = ['at most', 'not more than', 'no more than', 'never more than', 'capped at', 'limited to', 'not above', 'never above'];
    const bound = (phrases: readonly string[], kind: 'greatest' | 'least'): Read<Expression> =>
      phrases.flatMap((phrase) => {
        const next = this.#after(from, ...phrase.split(' '));
        if (next === undefined) return [];
        return this.#plain(next, scope).map(([right, to]) => [{ kind, left: expression, right }, to] as const);
      });
    return [...bound(lower, 'greatest'), ...bound(upper, 'least')];
  }

  /** Every expression that the whole of the tokens can be read as. */
  all(scope: Scope): readonly Expression[] {
    const found = [...this.#whole(0, scope), ...this.#percentage(scope), ...this.#whichever(scope)];
    const bounded = found.flatMap((one) => this.#bounded(one, scope));
    const fromBothSides = bounded.flatMap((one) => this.#bounded(one, scope));
    return [...found, ...bounded, ...fromBothSides]
      .filter(([expression, next]) => next === this.#tokens.length && isDerived(expression))
      .map(([expression]) => expression);
  }
}

/** What goes on behind the rounding is no part of it. */
const goesOn = /\b(?:plus|minus|less|times|divided|multiplied|if|unless|except|but|at most|at least|without|when)\b/iu;

/** A bound behind the rounding: it is the same before it, because it is a whole number itself. */
const boundBehind =
  /,? (?:but |and )?(?:always )?(?:not below|never below|at least|not less than|never less than|no less than|at most|not more than|no more than|never more than|capped at|limited to|not above|never above) \d+$/iu;

/** How a number is rounded, where it says so without that word: "to one decimal", "with two decimal places", ", one decimal". */
const toDigits =
  /(?:,? (?:to|with)|,) (?:no|one|two|three|four|\d) (?:decimals?|decimal places?|digits? (?:after|behind) the (?:decimal )?point)$/iu;

/** What a number is where there is nothing to derive it from: ", null if both are 0", ", 0 without orders". */
const whereNothing =
  /,\s*(?:(?:but|and|it is|or) )*(?:`?null`?|0|zero|nothing|absent|left out) (?:if|when|where|while|without|unless|as long as|before|until)\b[^,;]*$/iu;

/** A text without what it says of a case in which there is nothing to derive a number from; undefined where it names no such case. */
export const besideNothing = (text: string): string | undefined => {
  const bare = text.replace(/[.\s]+$/u, '');
  return whereNothing.test(bare) ? bare.replace(whereNothing, '') : undefined;
};

/** Remarks in brackets that change nothing. */
const remarks =
  /\s*\((?:in (?:euro )?cents?|hundredths of a percent|in percent|basis points|in minutes|in hours|in seconds|in the currency[^()]*)\)/giu;
/** A formula that stands in code as a whole: "19 percent of `subtotal - discount`". */
const inCode = /`(?<formula>[\p{L}_][\w.]*(?: [-+*/×·−–÷] (?:[\p{L}_][\w.]*|\d+(?:\.\d+)?))+)`/gu;

/** Such a formula as a group of names of its own. */
const withGroups = (text: string): string =>
  text.replaceAll(inCode, (_, formula: string) => `(${formula.replaceAll(/[\p{L}_][\w.]*/gu, '`$&`')})`);

/** Words for a difference: "What is left of `total` after `amount_paid`". */
const leftOf =
  /^(?:what|all that|how much|the (?:part|amount|rest)(?: that)?) (?:is|remains)(?: (?:still )?(?:left|open|due))? of (?<whole>.+?) (?:after|once) (?:subtracting |deducting |all )?(?<part>[^,]+?)(?: (?:is|are|has been|have been) (?:taken off|subtracted|deducted))?$/iu;
const halfCent = /\s*\((?<how>half[^()]*up|commercially|half[- ]up)\)/iu;

/**
 * What stands before a colon or a dash and says of which number the text behind it is the rule: "How long a lap takes: …". Who names a condition or a part
 * there derives another number in other cases.
 */
const lead =
  /^(?:(?:how (?:long|much|many|far|often|high|big|large|heavy|expensive|old)|what|the time|the number|the amount|the price|the length) (?:(?!\b(?:if|unless|for|only|without|except|with|as long as|after|before|old|formerly)\b)[^`:–—])*?)(?::| [–—]) (?=\S)/iu;

/**
 * Reads a text as a number that is derived from values beside it: "the subtotal less the discount plus the tax", "`rate` percent of `net`, rounded to the cent".
 * Undefined where any word of it is left over: a text that is read in part is not understood.
 */
export const formulaIn = (text: string, scope: Scope): Formula | undefined => {
  const plain = withGroups(text)
    .replaceAll(remarks, '')
    .replace(lead, '')
    .replace(halfCent, ' half up')
    .replace(/[.;:]\s*$/u, '')
    .trim();
  const tail = /,? (?:and )?(?:then )?(?:commercially )?rounded\b.*$/iu.exec(plain) ?? toDigits.exec(plain);
  const bound = tail ? (boundBehind.exec(tail[0])?.[0] ?? '') : '';
  const rounded = tail?.[0].slice(0, tail[0].length - bound.length);
  const rest = `${tail ? plain.slice(0, tail.index) : plain}${bound}`.replace(leftOf, '$<whole> minus $<part>');
  const unread = rest.replaceAll(/`[^`]+`|\d+(?:\.\d+)?|\p{L}[\p{L}\p{N}_'’-]*|[×*·−–+/÷%,()\s-]/gu, '');
  const tokens = tokensOf(rest);
  if (unread !== '' || tokens.length === 0 || tokens.length > mostTokens || (rounded !== undefined && goesOn.test(rounded)))
    return undefined;
  const expressions = new Parser(tokens).all(scope);
  const distinct = [...new Map(expressions.map((one) => [JSON.stringify(one), one])).values()];
  return distinct.length === 0 ? undefined : { expressions: distinct, rounding: rounded === undefined ? undefined : roundingIn(rounded) };
};
