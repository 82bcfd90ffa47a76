/** Words by which a sentence says that something is not demanded, or not looked at: "need not be", "doesn't have to", "not necessarily", "is not checked". */
const forms =
  /\b(?:needs? not|not (?:have|need) to|not (?:always|necessarily|required|obliged|checked|enforced)|(?:need|do|does|is|are)n['’]t (?:have to|need to|always|necessarily|required|obliged|checked|enforced|limited)|needn['’]t|no (?:\w+ ){1,3}(?:has|have|needs?) to)\b/iu;

/** Does a sentence say of what it names that it is not demanded. */
export const isNotDemanded = (sentence: string): boolean => forms.test(sentence);
