import { useEffect, useRef, useState } from "preact/hooks";

/** Something that is being done: busy while it runs, `fault` when it failed. */
export function useAction<A extends unknown[]>(
  f: (...args: A) => Promise<void>,
): { busy: boolean; fault: unknown; run: (...args: A) => void; forget: () => void } {
  const [state, setState] = useState<{ busy: boolean; fault?: unknown }>({ busy: false });
  const running = useRef(false);
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
    };
  }, []);
  return {
    busy: state.busy,
    fault: state.fault,
    forget: () => setState({ busy: false }),
    run: (...args) => {
      if (running.current) return;
      running.current = true;
      setState({ busy: true });
      f(...args)
        .then(
          () => ({ busy: false }),
          fault => ({ busy: false, fault }),
        )
        .then(next => {
          running.current = false;
          if (alive.current) setState(next);
        });
    },
  };
}
