import type { CursorForm } from '../kit/cursor.ts';

const idIn = (text: string): string | undefined => {
  try {
    const { id } = JSON.parse(text) as { readonly id?: unknown };
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
};

const encode = (id: string): string => Buffer.from(JSON.stringify({ id })).toString('base64');

/** Base64 of an object with the id of the last item on the page, like the sample that begins with eyJpZCI6. */
export const idCursor: CursorForm = {
  encode,
  decode: (cursor) => {
    const id = idIn(Buffer.from(cursor, 'base64').toString());
    return id !== undefined && encode(id) === cursor ? id : undefined;
  },
};
