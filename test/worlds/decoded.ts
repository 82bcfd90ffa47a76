/** A text of an address without its percent-encoding; as it is where a percent sign stands before something else than two digits. */
export const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
