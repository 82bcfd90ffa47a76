/** The value of Authorization with the scheme name written in one way: its case does not count (RFC 9110, section 11.1). */
export const authorizationOf = ({ authorization = '' }: { readonly authorization?: string | undefined }): string =>
  authorization.replace(/^bearer /iu, 'Bearer ');
