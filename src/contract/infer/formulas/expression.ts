/** A number that is made of other values of an object. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  /** A member; with what it counts as where it is null, which the text says. */
  | { readonly kind: 'member'; readonly name: string; readonly ofNull?: number }
  /** The sum, or the mean, of an expression over the items of a list of the object. */
  | { readonly kind: 'sum' | 'mean'; readonly list: string; readonly of: Expression }
  /** The mean of a member of those items in which it is a number, because in others it is a text. */
  | { readonly kind: 'mean of numbers'; readonly list: string; readonly name: string }
  | { readonly kind: 'count'; readonly list: string }
  | { readonly kind: '+' | '-' | '*' | '/'; readonly left: Expression; readonly right: Expression }
  /** A number within a bound; or, where it is one of two, whichever of them is less or greater. */
  | { readonly kind: 'least' | 'greatest'; readonly left: Expression; readonly right: Expression; readonly ofTwo?: true };

type Json = Readonly<Record<string, unknown>>;

/** A number, also one that is written as a text; undefined for everything else. */
export const numberIn = (value: unknown): number | undefined => {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d{1,12}(?:\.\d{1,6})?$/u.test(value) ? Number(value) : undefined;
};

const itemsAt = (object: Json, name: string): readonly Json[] | undefined => {
  const value = object[name];
  return Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null && !Array.isArray(one))
    ? (value as readonly Json[])
    : undefined;
};

/** The value of an expression for an object; undefined where the object shows too little. */
export const valueOf = (expression: Expression, object: Json): number | undefined => {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'member':
      return object[expression.name] === null ? expression.ofNull : numberIn(object[expression.name]);
    case 'count': {
      const list = object[expression.list];
      return Array.isArray(list) ? list.length : undefined;
    }
    case 'mean of numbers': {
      const numbers = itemsAt(object, expression.list)?.flatMap((item) =>
        typeof item[expression.name] === 'number' ? [item[expression.name]] : [],
      );
      const sum = numbers?.reduce<number>((all, one) => all + Number(one), 0);
      return sum === undefined || numbers?.length === undefined || numbers.length === 0 ? undefined : sum / numbers.length;
    }
    case 'sum':
    case 'mean': {
      const items = itemsAt(object, expression.list);
      const values = items?.map((item) => valueOf(expression.of, item));
      if (!values || values.includes(undefined)) return undefined;
      const sum = values.reduce<number>((all, one) => all + (one ?? 0), 0);
      if (expression.kind === 'sum') return sum;
      return values.length === 0 ? undefined : sum / values.length;
    }
    default: {
      const [left, right] = [valueOf(expression.left, object), valueOf(expression.right, object)];
      if (left === undefined || right === undefined) return undefined;
      if (expression.kind === '+') return left + right;
      if (expression.kind === '-') return left - right;
      if (expression.kind === '*') return left * right;
      if (expression.kind === 'least') return Math.min(left, right);
      if (expression.kind === 'greatest') return Math.max(left, right);
      return right === 0 ? undefined : left / right;
    }
  }
};

/** How many values an expression may have rounded on the way: each item of a sum that is not of a single member. */
export const roundingsIn = (expression: Expression, object: Json): number => {
  if (expression.kind === 'sum' || expression.kind === 'mean')
    return expression.of.kind === 'member' ? 0 : (itemsAt(object, expression.list)?.length ?? 0);
  return 'left' in expression ? roundingsIn(expression.left, object) + roundingsIn(expression.right, object) : 0;
};

/** The members and lists of the object itself that an expression is made of. */
export const namesIn = (expression: Expression): readonly string[] => {
  if (expression.kind === 'member') return [expression.name];
  if ('left' in expression) return [...namesIn(expression.left), ...namesIn(expression.right)];
  return expression.kind === 'number' ? [] : [expression.list];
};

/** An expression in signs, for messages. */
export const written = (expression: Expression): string => {
  switch (expression.kind) {
    case 'number':
      return String(expression.value);
    case 'member':
      return expression.name;
    case 'count':
      return `as many as ${expression.list} holds`;
    case 'sum':
      return `the sum of ${written(expression.of)} of ${expression.list}`;
    case 'mean':
      return `the mean of ${written(expression.of)} of ${expression.list}`;
    case 'mean of numbers':
      return `the mean of the numbers in ${expression.name} of ${expression.list}`;
    case 'least':
      if (expression.ofTwo) return `the lesser of ${written(expression.left)} and ${written(expression.right)}`;
      return `${written(expression.left)}, but at most ${written(expression.right)}`;
    case 'greatest':
      if (expression.ofTwo) return `the greater of ${written(expression.left)} and ${written(expression.right)}`;
      return `${written(expression.left)}, but at least ${written(expression.right)}`;
    default: {
      const signs = { '+': '+', '-': '−', '*': '×', '/': '/' } as const;
      const inner = (one: Expression): string =>
        (['+', '-'].includes(one.kind) && expression.kind !== '+') || one.kind === 'least' || one.kind === 'greatest'
          ? `(${written(one)})`
          : written(one);
      return `${inner(expression.left)} ${signs[expression.kind]} ${inner(expression.right)}`;
    }
  }
};

/** Does an expression name any other value: a bare number is no rule. */
export const namesAny = (expression: Expression): boolean =>
  expression.kind === 'number' ? false : 'left' in expression ? namesAny(expression.left) || namesAny(expression.right) : true;
