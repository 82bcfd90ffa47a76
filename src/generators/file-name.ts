import type { RequestBody } from '../model/request.ts';

/** Members of a form that name its file in the place of the name that its part has. */
const namesFile = /^(?:(?:original|display)?[_-]?file[_-]?)?name$/iu;

/**
 * The body of an upload whose file has another name, with the ending that it had; a text beside the file that names it says the same. Undefined where nothing names the file.
 * @param member The member of the form that is the file.
 * @param name The name without its ending.
 */
export const withFileName = (body: RequestBody, member: string, name: string): RequestBody | undefined => {
  const how = body.kind === 'form' ? body.members[member] : undefined;
  if (body.kind !== 'form' || how?.fileName === undefined) return undefined;
  const [ending = ''] = /\.\w+$/u.exec(how.fileName) ?? [];
  const fileName = name + ending;
  const value = Object.entries(body.value).map(([one, text]) => [one, namesFile.test(one) && typeof text === 'string' ? fileName : text]);
  return { ...body, value: Object.fromEntries(value), members: { ...body.members, [member]: { ...how, fileName } } };
};
