import { stems } from './stem.ts';

/** Stems of the roles that may do everything, as documents call them. */
export const greaterRoles = stems('admin administrator owner manager supervisor superuser superadmin maintainer director head root');

/** Stems of the roles that may do less. */
export const lesserRoles = stems(
  'viewer reader guest clerk assistant attendant agent staff operator employee volunteer auditor observer cashier courier driver nurse trainee intern ' +
    'technician analyst receptionist helper packer picker worker contributor editor author steward porter warden librarian teller inspector',
);

/** Stems of the roles that may do least: what needs any other one is closed to them. */
export const leastRoles = stems('viewer reader guest visitor observer auditor readonly subscriber spectator');

export const roleNames: ReadonlySet<string> = new Set([...greaterRoles, ...lesserRoles]);

/** What kinds of operations a verb is about. */
export const verbs: readonly (readonly [kinds: readonly Kind[], words: ReadonlySet<string>])[] = [
  [['read'], stems('read view see list get look query search browse fetch')],
  [['create'], stems('create add register make insert')],
  [['change'], stems('change update edit modify replace alter patch put set')],
  [['remove'], stems('remove delete destroy erase')],
  [['create', 'change', 'remove', 'act'], stems('write')],
  [['create', 'change', 'remove'], stems('manage administer administrate maintain')],
];

/** To write is to author something where it has an object of its own ("write comments"), and every change beside reading ("read and write invoices"). */
export const authoring = stems('write');

/** What an operation does with what it is about. */
export type Kind = 'read' | 'create' | 'change' | 'remove' | 'act';

/** Words of acts that documents often name without a kind: beside them a noun does not stand for everything that is done with it. */
export const actWords = stems(
  'start end stop open close complete finish cancel confirm approve reject book check dispense import export invite send pay refund assign release archive restore publish submit ' +
    'upload download pack ship receive move transfer lock unlock schedule activate deactivate issue revoke return renew reserve begin mark dispatch deliver insure lend suspend resume',
);

/** Words with which a verb means another act than without: "check in", "sign off". */
export const particles: ReadonlySet<string> = new Set(['in', 'out', 'on', 'off', 'up', 'down', 'back']);

/** Words that say nothing about what is meant. */
export const emptyWords = stems(
  'the a an and or to of in on for with by at from as is are be it its their them they that this these those all any every each own also only too new one ones data record records ' +
    'resource resources item items thing things entry entries object objects operation operations endpoint endpoints call calls request requests api included including may can ' +
    'allowed able permitted it everything anything something just both either',
);

/** Words by which a sentence is about a program through which people use a service, or about some subscriptions to it: it says nothing of every call. */
export const inSomeUse =
  /\b(?:in|on|via|through|from|with|under) (?:the |its |our |your |an? )?(?:[\p{L}-]+ )?(?:website|apps?|ui|interface|dashboard|portal|console|frontend|plans?|tiers?|editions?|subscriptions?|trial)\b/iu;

/** Words by which a sentence is about one form of a service or of its answers, some subscriptions, or another time. */
export const inSomeForm =
  /\b(?:in|on|via|through|from) (?:the |its |our |an? )?(?:\p{L}+ )?(?:web\w*|apps?|ui|interface|dashboard|portal|console|frontend|e-?mails?|exports?|lists?|webhooks?|overviews?|search results|expanded answers?)\b|\b(?:plans?|tiers?|editions?|subscriptions?)\b|\bas a rule\b|\bdeprecated\b|\bversions?\b/iu;
