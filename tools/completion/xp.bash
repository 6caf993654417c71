# Completion of xp in bash, for an installed xp as for ./xp. What can be typed is asked of xp itself; when it cannot
# answer at once (not built yet, no records), nothing is offered and nothing is said.

# xp's words: of a checkout's launcher the binary behind it, so that a Tab never starts a build.
_xp_says() {
  local program=${COMP_WORDS[0]/#\~/$HOME} built
  built=${program%xp}build/${XP_PRESET:-release}/bin/xp
  [[ $program == */* && -x $built ]] && program=$built
  [[ $program == */xp && -f ${program%/xp}/CMakePresets.json ]] && return
  NO_COLOR=1 timeout 1 "$program" "$@" 2> /dev/null < /dev/null
}

_xp_files() {  # _xp_files EXTENSION: those files, and folders on the way to them
  compopt -o filenames 2> /dev/null
  mapfile -t COMPREPLY < <(compgen -f -X "!*.$1" -- "$word"; compgen -d -- "$word")
}

_xp() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} verb='' words='' i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ ${COMP_WORDS[i]} == -* ]] || { verb=${COMP_WORDS[i]}; break; }
  done

  if [[ $word == -* ]]; then
    words=$(_xp_says ${verb:+"$verb"} --help | grep -oE -- '--[a-z][a-z-]*' | sort -u)
  elif [[ -z $verb ]]; then
    words=$(_xp_says help --names)
  elif [[ $before == --sweep ]]; then
    words="last $(_xp_says sweep list --csv | sed -n 's/^\(sweep[0-9]*\),.*/\1/p')"
  elif [[ $before == --data ]]; then
    compopt -o filenames 2> /dev/null
    mapfile -t COMPREPLY < <(compgen -d -- "$word")
    return
  else
    case $verb in
      run | plan | find-rate) _xp_files cpp; return ;;
      new | backup) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
      import)
        if ((COMP_CWORD - i > 1)); then
          compopt -o default 2> /dev/null
          return
        fi
        words='predictions history mlflow tensorboard csv json'
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word"; compgen -f -X '!*.xprun' -- "$word")
        return ;;
      bench) words=train ;;
      help) words=$(_xp_says help --names) ;;
      plugins)
        ((COMP_CWORD - i > 1)) && return
        words='dataset split transform model attention class_weight balance loss optimizer schedule callback' ;;
      data)
        if ((COMP_CWORD - i > 1)); then
          compopt -o default 2> /dev/null
          return
        fi
        words='audit show features' ;;
      weights)
        compopt -o default 2> /dev/null
        return ;;
      predict | explain)
        if ((COMP_CWORD - i > 1)); then
          compopt -o default 2> /dev/null
          return
        fi
        words="last $(_xp_says list --names)" ;;
      show | score | diagnose | compare | report | rerun | tag | note | stop | delete | restore | diff | export) words="last $(_xp_says list --names)" ;;
    esac
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}

complete -F _xp xp ./xp
