type OnSight = (isInSight: boolean) => void;

const listeners = new WeakMap<Element, OnSight>();
/** One for all elements: hundreds of observers would cost more than what they watch. */
let observer: IntersectionObserver | null = null;

/** Tells when an element comes into sight, or near to it, and when it leaves. Returns how to stop. */
export function watchSight(element: Element, onSight: OnSight): () => void {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        listeners.get(target)?.(isIntersecting);
      }
    },
    { rootMargin: '64px' },
  );
  const shared = observer;
  listeners.set(element, onSight);
  shared.observe(element);
  return () => {
    shared.unobserve(element);
    listeners.delete(element);
  };
}
