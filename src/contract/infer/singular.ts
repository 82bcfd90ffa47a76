import { rememberedByText } from '../../model/remembered.ts';

/** Plurals that their ending does not tell. */
const irregular: ReadonlyMap<string, string> = new Map([
  ['people', 'person'],
  ['children', 'child'],
  ['men', 'man'],
  ['women', 'woman'],
  ['mice', 'mouse'],
  ['feet', 'foot'],
  ['indices', 'index'],
  ['vertices', 'vertex'],
  ['matrices', 'matrix'],
  ['analyses', 'analysis'],
  ['theses', 'thesis'],
  ['aliases', 'alias'],
  ['biases', 'bias'],
  ['canvases', 'canvas'],
  ['gases', 'gas'],
  ['lenses', 'lens'],
  ['quizzes', 'quiz'],
  ['caches', 'cache'],
  ['niches', 'niche'],
  ['movies', 'movie'],
  ['cookies', 'cookie'],
  ['calories', 'calorie'],
  ['uses', 'use'],
  ['fuses', 'fuse'],
  ['excuses', 'excuse'],
  ['shoes', 'shoe'],
  ['canoes', 'canoe'],
  ['shelves', 'shelf'],
  ['leaves', 'leaf'],
  ['knives', 'knife'],
  ['halves', 'half'],
  ['wolves', 'wolf'],
]);

/** Endings of plurals, and what stands in their place. The first that fits counts. */
const endings: readonly (readonly [RegExp, string])[] = [
  [/ies$/u, 'y'],
  // Addresses, classes; statuses, bonuses, but houses, causes.
  [/(?<=s|(?<![aeo])u)ses$/u, 's'],
  // Cases, purchases, courses, licenses, warehouses, sizes.
  [/(?<=[aeiounrlp]s|[aeiou]z)es$/u, 'e'],
  [/(?<=s|x|z|ch|sh|[^aeo]o)es$/u, ''],
  [/(?<!s)s$/u, ''],
];

/** An English word in the singular, as far as its ending shows that; any other word as it is. Only for comparisons of two words: `status` loses its s. */
export const singular = rememberedByText((word) => {
  const known = irregular.get(word);
  if (known !== undefined) return known;
  const [ending, rest] = endings.find(([one]) => one.test(word)) ?? [];
  return ending === undefined || rest === undefined ? word : word.replace(ending, rest);
});
