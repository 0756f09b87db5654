const volumeKey = 'timecue.volume';
const mutedKey = 'timecue.muted';

/** How loud clips are played, remembered by this browser. */
export class Sound {
  /** 0..1 */
  #volume = $state.raw(readVolume());
  #isMuted = $state.raw(read(mutedKey) === 'yes');

  get volume(): number {
    return this.#volume;
  }

  get isMuted(): boolean {
    return this.#isMuted;
  }

  setVolume(volume: number): void {
    this.#volume = Math.min(1, Math.max(0, volume));
    this.#isMuted = this.#volume === 0;
    this.#keep();
  }

  toggleMuted(): void {
    this.#isMuted = !this.#isMuted;
    if (!this.#isMuted && this.#volume === 0) {
      this.#volume = 0.5;
    }
    this.#keep();
  }

  #keep(): void {
    try {
      localStorage.setItem(volumeKey, String(this.#volume));
      localStorage.setItem(mutedKey, this.#isMuted ? 'yes' : 'no');
    } catch {
      // A browser without storage forgets it with the page.
    }
  }
}

function readVolume(): number {
  const text = read(volumeKey);
  const value = Number(text);
  return text !== null && value >= 0 && value <= 1 ? value : 1;
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
