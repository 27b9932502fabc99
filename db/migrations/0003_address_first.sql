-- The network address is asked first: one that is locked neither counts against the accounts it names, which would keep
-- their people waiting, nor leaves a row for every name it makes up.
CREATE OR REPLACE FUNCTION auth_begin(wanted_email text, account_key text, address_key text, at timestamptz)
RETURNS TABLE (locked_until timestamptz, user_id bigint, password_hash text, session_version integer, locale text, theme text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  locked_until := public.auth_attempt(address_key, 30, at);
  IF locked_until IS NULL THEN
    locked_until := public.auth_attempt(account_key, 5, at);
  END IF;
  IF locked_until IS NULL THEN
    SELECT u.id, u.password_hash, u.session_version, u.locale, u.theme
    INTO user_id, password_hash, session_version, locale, theme
    FROM public.user_account u WHERE u.email_key = wanted_email;
  END IF;
  RETURN NEXT;
END $$;--> statement-breakpoint

-- Rows are locked in the same order as above; what is old is swept only where nobody is at it.
CREATE OR REPLACE FUNCTION auth_succeeded(account_key text, address_key text, at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.sign_in_attempt SET failed = greatest(failed - 1, 0), locked_until = NULL WHERE key = address_key;
  DELETE FROM public.sign_in_attempt WHERE key = account_key;
  DELETE FROM public.sign_in_attempt WHERE key IN (
    SELECT old.key FROM public.sign_in_attempt old WHERE old.last_at < at - interval '2 days' FOR UPDATE SKIP LOCKED);
$$;
