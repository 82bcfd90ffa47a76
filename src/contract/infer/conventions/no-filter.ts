import { isNotPromised, isOfOtherTime } from '../not-demanded.ts';

/** Descriptions by which a parameter leaves nothing out, or not for everybody, or not exactly. */
const noFilter: readonly RegExp[] = [
  /(?<!\bcases?\b[^.;]{0,30} (?:has|have) |\bcases? (?:has|have) )\b(?:no|without(?: an?)?) effect\b|\b(?:does|do|is) not (?:a )?filter|\b(?:no longer filters|filters? nothing)\b|\bnot yet (?:implemented|supported)\b|(?:^|[.;(] ?|\b(?:it|(?:this|the) (?:filter|parameter)) is )not (?:implemented|supported)\b|\breserved for\b/iu,
  /\b(?:should|must) not be used\b|\binternal use\b|\bfor (?:statistics|logging|analytics|tracking)\b|\bhints?\b|\bprefers?\b|\bpreferences?\b/iu,
  /\b(?:comes?|are|is|put|listed) first\b|(?:^|[.;] )(?:marks|highlights|ranks|boosts|emphasi[sz]es)\b/iu,
  /\blist (?:itself )?(?:stays|remains|is left) (?:whole|as it is|unchanged)\b|(?:^|[.;] )filters? (?:only )?the (?:embedded|nested|included|inner|counts?)\b/iu,
  /\bnew \p{L}+ (?:gets?|receives?)\b|\bto (?:add|set|give|assign)\b/iu,
  /\bapproximat\w*|\bfuzzy\b|\btypos?\b|(?<!\bcases? )\balike\b|\bsynonyms?\b|\busually\b|\bmostly\b/iu,
  /\bmay (?:also )?(?:return|contain|show|hold)\b|\bothers? (?:\p{L}+ )?(?:too|as well)\b|\bothers? (?:may|might|can|could)\b/iu,
  /\b(?:works?|honou?red|takes effect|applie[sd]|supported|available|effective) (?:only )?(?:for|in|on|with) (?:the )?(?:\p{L}+ )?(?:accounts?|plans?|admins?|customers?|tenants?|users?|staff|programs?|tiers?|editions?|beta)\b/iu,
  /\b(?:when|where|if|once|while)\b[^.;]*\b(?:enabled|(?:switched|turned) on|allows? it|supported)\b/iu,
  /\bin (?:version |v)\d/iu,
];

/** Descriptions by which a parameter keeps the others, more than those with its value, or those that once had it. */
const turned =
  /(?:^|[.;] )(?:removes|leaves out|omits|skips|drops)\b|\b(?:all|every\p{L}*|any\p{L}*)(?: \p{L}+)? (?:but|except)\b|\bother than\b|(?<=\p{L} )without (?:this|it|the|that|one)\b|\b(?:with|have|has|having) none\b|\bever had\b|\bhad (?:this|it|that)\b|\bat any time\b/iu;

/** Does a description say that its parameter leaves out nothing on which one could count. */
export const isNoFilter = (text: string): boolean => isNotPromised(text) || isOfOtherTime(text) || noFilter.some((one) => one.test(text));

/** Does a description say that a parameter keeps other items than those that show its value. */
export const keepsOthers = (text: string): boolean => turned.test(text);
