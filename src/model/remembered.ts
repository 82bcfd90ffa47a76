/** What a remembered text weighs beside its characters. */
const entryWeight = 50;

/** The weight of all texts that are remembered for one function: beyond it all of them are forgotten. */
const mostWeight = 1_000_000;

/** A longer text is not remembered: it would take the place of many others. */
const longestText = 50_000;

/**
 * A function of a text that is called with the same texts again and again, and computes each value once. Checks ask for the sentences of the same descriptions hundreds of
 * times. What it remembers is bounded, because answers and bodies contain texts too. Its values are shared, so that nobody may change one.
 */
export const rememberedByText = <V>(valueOf: (text: string) => V): ((text: string) => V) => {
  const known = new Map<string, { readonly value: V }>();
  let weight = 0;
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before.value;
    const value = valueOf(text);
    if (text.length > longestText) return value;
    weight += text.length + entryWeight;
    if (weight > mostWeight) {
      known.clear();
      weight = text.length + entryWeight;
    }
    known.set(text, { value });
    return value;
  };
};

/** A function of an object that computes its value once, and remembers it as long as the object is there. Its values are shared, so that nobody may change one. */
export const rememberedByObject = <A extends object, V>(valueOf: (of: A) => V): ((of: A) => V) => {
  const known = new WeakMap<A, { readonly value: V }>();
  return (of) => {
    const before = known.get(of);
    if (before !== undefined) return before.value;
    const value = valueOf(of);
    known.set(of, { value });
    return value;
  };
};

/** A function of two objects that computes the value for each pair once, and remembers it as long as both objects are there. */
export const rememberedByPair = <A extends object, B extends object, V>(valueOf: (a: A, b: B) => V): ((a: A, b: B) => V) => {
  const known = new WeakMap<A, WeakMap<B, { readonly value: V }>>();
  return (a, b) => {
    let ofFirst = known.get(a);
    if (ofFirst === undefined) {
      ofFirst = new WeakMap<B, { readonly value: V }>();
      known.set(a, ofFirst);
    }
    const before = ofFirst.get(b);
    if (before !== undefined) return before.value;
    const value = valueOf(a, b);
    ofFirst.set(b, { value });
    return value;
  };
};
