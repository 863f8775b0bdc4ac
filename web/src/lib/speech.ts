import { signal } from "@preact/signals";

/** The voices of this browser; empty where it has none. */
const voices = signal<SpeechSynthesisVoice[]>([]);
const synth: SpeechSynthesis | undefined = globalThis.speechSynthesis;
const refresh = (): void => {
  voices.value = synth?.getVoices() ?? [];
};
refresh();
synth?.addEventListener?.("voiceschanged", refresh);

/** A voice for ${language}, one on this device before one that sends the text away; undefined when there is none. */
export function voiceFor(language: string): SpeechSynthesisVoice | undefined {
  const fitting = voices.value.filter(v => v.lang.slice(0, 2).toLowerCase() === language);
  return fitting.find(v => v.localService) ?? fitting[0];
}

const SLOW = 0.65;
let timer = 0;

/** Read ${text} aloud, slowly if asked; what is being read stops. */
export function speak(text: string, language: string, slow = false): void {
  const voice = voiceFor(language);
  if (!synth || !voice) return;
  synth.cancel();
  clearTimeout(timer);
  timer = setTimeout(() => {
    // speaking right after cancel() is dropped by some browsers
    const u = new SpeechSynthesisUtterance(text);
    u.voice = voice;
    u.lang = voice.lang;
    u.rate = slow ? SLOW : 1;
    synth.speak(u);
  }, 60) as unknown as number;
}

export function hush(): void {
  clearTimeout(timer);
  synth?.cancel();
}
