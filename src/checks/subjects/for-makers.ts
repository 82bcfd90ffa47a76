/** Words for whoever a resource belongs to. */
const makers = '(?:creator|owner|author|maker|organi[sz]er|host|seller|holder|proprietor|uploader|writer|landlord|publisher)s?';

/** The beginning of a text that says whose call it is: "For the campaign's creator, while it is `live`", "For its owner and staff, only while open". */
const lead = new RegExp(
  String.raw`^\s*(?:only )?(?:for|by) (?:the |its |their |an? )?(?:(?<whose>[\p{L}]+)['’]s? )?${makers}(?: of (?:the|an?|its) (?<of>\p{L}+))?(?:(?:,| and| or) (?!while|as long|when|only)[\p{L} ]{1,30}?)?(?:,| and)? (?<rest>(?:but )?(?:only )?(?:while|as long as) )(?:it|the \p{L}+) is (?<still>still )?`,
  'iu',
);

/** Words of another sentence by which others may do more, or at another time. */
const ofOthers =
  /\b(?:staff|admin\w*|administrators?|moderators?|managers?|editors?|operators?|everybody|everyone|anyone|anybody|others|else|support)\b[^.;]*\b(?:may|can|any|every|always|whatever|even|also|too|at all times)\b/iu;

/**
 * A text whose beginning says whose call it is beside the states that it is for, without that: the states hold for whoever may call it at all. As it is where another sentence
 * lets somebody else do more.
 * @param noun What the resource is called.
 */
export const withoutMakers = (text: string, noun: string): string => {
  const [, ...others] = text.split(/[.;]\s/u);
  if (noun === '' || others.some((one) => ofOthers.test(one))) return text;
  return text.replace(lead, (whole, ...rest: readonly unknown[]) => {
    const groups = rest.at(-1) as Readonly<Record<string, string | undefined>>;
    const owned = (groups['whose'] ?? groups['of'] ?? noun).toLowerCase();
    // Whose maker is meant may be that of something else.
    return owned === noun ? `While the ${noun} is ${groups['still'] ?? ''}` : whole;
  });
};
