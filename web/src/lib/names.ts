import { locale } from "./i18n";

const capital = (text: string, language: string): string => text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
function display(language: string, code: string): string {
  try {
    return capital(new Intl.DisplayNames([language], { type: "language" }).of(code) ?? code, language);
  } catch {
    return code;
  }
}
/** A language's name in the language of the page, and in itself. */
export const languageName = (code: string): string => display(locale.value, code);
export const ownName = (code: string): string => display(code, code);
