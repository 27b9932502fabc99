ALTER TABLE "user_account" DROP COLUMN "session_version";--> statement-breakpoint
DROP FUNCTION auth_begin(text, text, text, timestamptz);--> statement-breakpoint
DROP FUNCTION auth_user(bigint, integer);--> statement-breakpoint
DROP FUNCTION auth_memberships(bigint);--> statement-breakpoint
DROP FUNCTION auth_bump(bigint);--> statement-breakpoint
DROP FUNCTION auth_set_password(bigint, text);--> statement-breakpoint

CREATE FUNCTION auth_begin(wanted_email text, account_key text, address_key text, at timestamptz)
RETURNS TABLE (locked_until timestamptz, user_id bigint, password_hash text, locale text, theme text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  locked_until := public.auth_attempt(address_key, 30, at);
  IF locked_until IS NULL THEN
    locked_until := public.auth_attempt(account_key, 5, at);
  END IF;
  IF locked_until IS NULL THEN
    SELECT u.id, u.password_hash, u.locale, u.theme INTO user_id, password_hash, locale, theme
    FROM public.user_account u WHERE u.email_key = wanted_email;
  END IF;
  RETURN NEXT;
END $$;--> statement-breakpoint

-- A session stands for two weeks, unless it is ended before.
CREATE FUNCTION session_stands(s user_session, at timestamptz) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT s.ended_at IS NULL AND s.started_at > at - interval '14 days';
$$;--> statement-breakpoint

-- Begins a session; false where the password that was checked (null: none was) is no longer the account's. What is over
-- for long is forgotten on the way.
CREATE FUNCTION auth_start_session(wanted_id bigint, seen_hash text, token text, device text, address text, at timestamptz)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM FROM public.user_account u
  WHERE u.id = wanted_id AND (seen_hash IS NULL OR u.password_hash = seen_hash) FOR SHARE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  DELETE FROM public.user_session s WHERE s.user_id = wanted_id AND s.started_at <= at - interval '14 days';
  INSERT INTO public.user_session (user_id, token_hash, device, address, started_at, seen_at)
  VALUES (wanted_id, token, device, address, at, at);
  RETURN true;
END $$;--> statement-breakpoint

-- Whose session it is, while it stands, with a row for each workspace of theirs (one without where there is none). That
-- it was seen is written down every five minutes at most.
CREATE FUNCTION auth_session(token text, at timestamptz)
RETURNS TABLE (session_id bigint, user_id bigint, email text, name text, locale text, theme text, has_password boolean,
  has_identity boolean, workspace_id integer, slug text, workspace_name text, tz text, pinned_day date, role text,
  sees_people boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  UPDATE public.user_session s SET seen_at = at
  WHERE s.token_hash = token AND s.seen_at < at - interval '5 minutes' AND public.session_stands(s, at);
  RETURN QUERY
    SELECT s.id, u.id, u.email_key, u.name, u.locale, u.theme, u.password_hash IS NOT NULL, u.oidc_subject IS NOT NULL,
      w.id, w.slug, w.name, w.tz, w.pinned_day, m.role, m.sees_people
    FROM public.user_session s
    JOIN public.user_account u ON u.id = s.user_id
    LEFT JOIN (public.member m JOIN public.workspace w ON w.id = m.workspace_id)
      ON m.user_id = u.id AND m.revoked_at IS NULL
    WHERE s.token_hash = token AND public.session_stands(s, at)
    ORDER BY w.name, w.id;
END $$;--> statement-breakpoint

CREATE FUNCTION auth_sessions(wanted_id bigint, at timestamptz)
RETURNS TABLE (session_id bigint, device text, address text, started_at timestamptz, seen_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT s.id, s.device, s.address, s.started_at, s.seen_at FROM public.user_session s
  WHERE s.user_id = wanted_id AND public.session_stands(s, at) ORDER BY s.seen_at DESC, s.id DESC;
$$;--> statement-breakpoint

-- Ends the one session that a token opens: signing out.
CREATE FUNCTION auth_end_token(token text, at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.user_session s SET ended_at = at WHERE s.token_hash = token AND s.ended_at IS NULL;
$$;--> statement-breakpoint

-- Ends one session of an account; nobody else's.
CREATE FUNCTION auth_end_session(wanted_id bigint, wanted_session bigint, at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.user_session s SET ended_at = at
  WHERE s.id = wanted_session AND s.user_id = wanted_id AND s.ended_at IS NULL;
$$;--> statement-breakpoint

-- Ends all sessions of an account but one (null: all).
CREATE FUNCTION auth_end_sessions(wanted_id bigint, kept bigint, at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.user_session s SET ended_at = at
  WHERE s.user_id = wanted_id AND s.id IS DISTINCT FROM kept AND s.ended_at IS NULL;
$$;--> statement-breakpoint

-- Another password; sessions of the old one end, but for the one that it was changed in.
CREATE FUNCTION auth_set_password(wanted_id bigint, new_hash text, kept bigint, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  UPDATE public.user_account u SET password_hash = new_hash WHERE u.id = wanted_id;
  PERFORM public.auth_end_sessions(wanted_id, kept, at);
END $$;--> statement-breakpoint

-- The account of somebody for whom an issuer vouches (docs/adr/0001): the one that the identity belongs to; else, with an
-- address that the issuer has verified (null: it has not), a new one. One that has this address already is taken over
-- only where the issuer is trusted with addresses, and loses its password and sessions: whoever made it may not have been
-- the person.
CREATE FUNCTION auth_identity(issuer text, subject text, verified_email text, trusted boolean, new_name text, at timestamptz)
RETURNS TABLE (outcome text, user_id bigint, locale text, theme text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  found_one public.user_account;
BEGIN
  IF verified_email IS NOT NULL THEN
    INSERT INTO public.user_account (email_key, name, oidc_issuer, oidc_subject)
    SELECT verified_email, new_name, issuer, subject
    WHERE NOT EXISTS (SELECT FROM public.user_account u WHERE u.oidc_issuer = issuer AND u.oidc_subject = subject)
    ON CONFLICT DO NOTHING;
  END IF;
  SELECT * INTO found_one FROM public.user_account u WHERE u.oidc_issuer = issuer AND u.oidc_subject = subject;
  IF NOT FOUND AND verified_email IS NOT NULL THEN
    SELECT * INTO found_one FROM public.user_account u WHERE u.email_key = verified_email FOR UPDATE;
    IF found_one.oidc_subject IS NOT NULL THEN
      outcome := 'other';
    ELSIF NOT trusted THEN
      outcome := 'link';
    ELSE
      UPDATE public.user_account u SET oidc_issuer = issuer, oidc_subject = subject, password_hash = NULL
      WHERE u.id = found_one.id;
      PERFORM public.auth_end_sessions(found_one.id, NULL, at);
    END IF;
  ELSIF NOT FOUND THEN
    outcome := 'unverified';
  END IF;
  IF outcome IS NULL THEN
    outcome := 'welcome';
    user_id := found_one.id;
    locale := found_one.locale;
    theme := found_one.theme;
  END IF;
  RETURN NEXT;
END $$;--> statement-breakpoint

-- Ties an identity to an account that has none; false where either is taken.
CREATE FUNCTION auth_link(wanted_id bigint, issuer text, subject text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  UPDATE public.user_account u SET oidc_issuer = issuer, oidc_subject = subject
  WHERE u.id = wanted_id AND (u.oidc_subject IS NULL OR u.oidc_issuer = issuer AND u.oidc_subject = subject);
  RETURN FOUND;
EXCEPTION WHEN unique_violation THEN
  RETURN false;
END $$;--> statement-breakpoint

-- Unties it; not where nothing else opens the account.
CREATE FUNCTION auth_unlink(wanted_id bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  UPDATE public.user_account u SET oidc_issuer = NULL, oidc_subject = NULL
  WHERE u.id = wanted_id AND u.password_hash IS NOT NULL;
  RETURN FOUND;
END $$;--> statement-breakpoint

-- What a link invites to, while it does: whoever opens it stands in no workspace yet.
CREATE FUNCTION auth_invitation(token text, at timestamptz)
RETURNS TABLE (invitation_id bigint, workspace_id integer, slug text, workspace_name text, email text, role text,
  sees_people boolean, expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT i.id, w.id, w.slug, w.name, i.email_key, i.role, i.sees_people, i.expires_at
  FROM public.invitation i JOIN public.workspace w ON w.id = i.workspace_id
  WHERE i.token_hash = token AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > at;
$$;--> statement-breakpoint

REVOKE ALL ON FUNCTION auth_begin(text, text, text, timestamptz), session_stands(user_session, timestamptz),
  auth_start_session(bigint, text, text, text, text, timestamptz), auth_session(text, timestamptz),
  auth_sessions(bigint, timestamptz), auth_end_token(text, timestamptz), auth_end_session(bigint, bigint, timestamptz),
  auth_end_sessions(bigint, bigint, timestamptz), auth_set_password(bigint, text, bigint, timestamptz),
  auth_identity(text, text, text, boolean, text, timestamptz), auth_link(bigint, text, text), auth_unlink(bigint),
  auth_invitation(text, timestamptz)
FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION auth_begin(text, text, text, timestamptz),
  auth_start_session(bigint, text, text, text, text, timestamptz), auth_session(text, timestamptz),
  auth_sessions(bigint, timestamptz), auth_end_token(text, timestamptz), auth_end_session(bigint, bigint, timestamptz),
  auth_end_sessions(bigint, bigint, timestamptz), auth_set_password(bigint, text, bigint, timestamptz),
  auth_identity(text, text, text, boolean, text, timestamptz), auth_link(bigint, text, text), auth_unlink(bigint),
  auth_invitation(text, timestamptz)
TO triptych_app;
