CREATE TABLE "sign_in_attempt" (
	"key" text PRIMARY KEY NOT NULL,
	"failed" integer NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	"locked_until" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "user_account" DROP COLUMN "failed";--> statement-breakpoint
ALTER TABLE "user_account" DROP COLUMN "locked_until";
--> statement-breakpoint
REVOKE ALL ON sign_in_attempt FROM triptych_app;--> statement-breakpoint

-- Counts one attempt under a key. Null: go ahead; else the moment until which the key is locked. The first attempts are
-- free, then each costs a wait that doubles: 5 s, 10 s, ... 15 min. A quiet day forgets. The row lock makes a burst of
-- parallel guesses wait its turn.
CREATE FUNCTION auth_attempt(attempt_key text, free integer, at timestamptz) RETURNS timestamptz
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  seen public.sign_in_attempt;
  count_now integer;
BEGIN
  INSERT INTO public.sign_in_attempt (key, failed, last_at) VALUES (attempt_key, 0, at) ON CONFLICT DO NOTHING;
  SELECT * INTO STRICT seen FROM public.sign_in_attempt WHERE key = attempt_key FOR UPDATE;
  IF seen.locked_until > at THEN
    RETURN seen.locked_until;
  END IF;
  count_now := CASE WHEN seen.last_at < at - interval '1 day' THEN 1 ELSE seen.failed + 1 END;
  UPDATE public.sign_in_attempt
  SET failed = count_now, last_at = at,
      locked_until = CASE WHEN count_now >= free
        THEN at + least(900, 5 * 2 ^ least(count_now - free, 10)) * interval '1 second' END
  WHERE key = attempt_key;
  RETURN NULL;
END $$;--> statement-breakpoint

-- One attempt to sign in, counted before the password is looked at: the lock that holds, or the account if there is one.
CREATE FUNCTION auth_begin(wanted_email text, account_key text, address_key text, at timestamptz)
RETURNS TABLE (locked_until timestamptz, user_id bigint, password_hash text, session_version integer, locale text, theme text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  locked_until := public.auth_attempt(account_key, 5, at);
  IF locked_until IS NULL THEN
    locked_until := public.auth_attempt(address_key, 30, at);
  END IF;
  IF locked_until IS NULL THEN
    SELECT u.id, u.password_hash, u.session_version, u.locale, u.theme
    INTO user_id, password_hash, session_version, locale, theme
    FROM public.user_account u WHERE u.email_key = wanted_email;
  END IF;
  RETURN NEXT;
END $$;--> statement-breakpoint

-- The password was right: the account starts anew, the address gets its attempt back.
CREATE FUNCTION auth_succeeded(account_key text, address_key text, at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  DELETE FROM public.sign_in_attempt WHERE key = account_key OR last_at < at - interval '2 days';
  UPDATE public.sign_in_attempt SET failed = greatest(failed - 1, 0), locked_until = NULL WHERE key = address_key;
$$;--> statement-breakpoint

CREATE FUNCTION auth_user(wanted_id bigint, version integer)
RETURNS TABLE (user_id bigint, email text, name text, locale text, theme text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT id, email_key, name, locale, theme FROM public.user_account WHERE id = wanted_id AND session_version = version;
$$;--> statement-breakpoint

CREATE FUNCTION auth_memberships(wanted_id bigint)
RETURNS TABLE (workspace_id integer, slug text, name text, tz text, pinned_day date, role text, sees_people boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT w.id, w.slug, w.name, w.tz, w.pinned_day, m.role, m.sees_people
  FROM public.member m JOIN public.workspace w ON w.id = m.workspace_id
  WHERE m.user_id = wanted_id AND m.revoked_at IS NULL ORDER BY w.name, w.id;
$$;--> statement-breakpoint

-- Every session of the account ends with its next request.
CREATE FUNCTION auth_bump(wanted_id bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.user_account SET session_version = session_version + 1 WHERE id = wanted_id;
$$;--> statement-breakpoint

CREATE FUNCTION auth_set_password(wanted_id bigint, new_hash text) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.user_account SET password_hash = new_hash, session_version = session_version + 1
  WHERE id = wanted_id RETURNING session_version;
$$;--> statement-breakpoint

CREATE FUNCTION auth_prefer(wanted_id bigint, new_locale text, new_theme text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.user_account
  SET locale = coalesce(new_locale, locale), theme = nullif(coalesce(new_theme, theme), 'auto') WHERE id = wanted_id;
$$;--> statement-breakpoint

-- The account of an address: the one there is, or a new one. Never changes one that there is.
CREATE FUNCTION auth_create(new_email text, new_name text, new_hash text)
RETURNS TABLE (user_id bigint, created boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO public.user_account (email_key, name, password_hash) VALUES (new_email, new_name, new_hash)
  ON CONFLICT (email_key) DO NOTHING RETURNING id INTO user_id;
  created := user_id IS NOT NULL;
  IF NOT created THEN
    SELECT id INTO STRICT user_id FROM public.user_account WHERE email_key = new_email;
  END IF;
  RETURN NEXT;
END $$;--> statement-breakpoint

-- Who is, or was, a member of the transaction's workspace.
CREATE FUNCTION workspace_people()
RETURNS TABLE (member_id bigint, user_id bigint, name text, email text, role text, sees_people boolean,
  revoked_at timestamptz, created_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT m.id, u.id, u.name, u.email_key, m.role, m.sees_people, m.revoked_at, m.created_at
  FROM public.member m JOIN public.user_account u ON u.id = m.user_id
  WHERE m.workspace_id = nullif(current_setting('app.workspace_id', true), '')::int;
$$;--> statement-breakpoint

REVOKE ALL ON FUNCTION auth_attempt(text, integer, timestamptz), auth_begin(text, text, text, timestamptz),
  auth_succeeded(text, text, timestamptz), auth_user(bigint, integer), auth_memberships(bigint), auth_bump(bigint),
  auth_set_password(bigint, text), auth_prefer(bigint, text, text), auth_create(text, text, text), workspace_people()
FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION auth_begin(text, text, text, timestamptz), auth_succeeded(text, text, timestamptz),
  auth_user(bigint, integer), auth_memberships(bigint), auth_bump(bigint), auth_set_password(bigint, text),
  auth_prefer(bigint, text, text), auth_create(text, text, text), workspace_people()
TO triptych_app;
